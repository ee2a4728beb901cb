package rules.ingress.nginx_unsafe_test

import data.lib.fixture
import data.rules.ingress.nginx_unsafe

test_failed_with_a_snippet if {
	nginx_unsafe.finding.evaluation == "failed"
		with input as fixture.object_of("Ingress", {"metadata": {"name": "x", "annotations": {"nginx.ingress.kubernetes.io/server-snippet": "x"}}, "spec": {}})
}

test_passed_by_default if {
	nginx_unsafe.finding.evaluation == "passed" with input as fixture.object_of("Ingress", {"metadata": {"name": "x"}, "spec": {}})
}

test_failed_with_the_controller if {
	nginx_unsafe.finding.evaluation == "failed" with input as fixture.container({"image": "registry.k8s.io/ingress-nginx/controller:v1.11.2"})
}

test_passed_with_another_image if {
	nginx_unsafe.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not nginx_unsafe.finding with input as fixture.service
}
