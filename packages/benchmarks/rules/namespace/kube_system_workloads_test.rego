package rules.namespace.kube_system_workloads_test

import data.lib.fixture
import data.rules.namespace.kube_system_workloads

test_failed_with_a_foreign_image if {
	kube_system_workloads.finding.evaluation == "failed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "namespace": "kube-system"}, "spec": {"containers": [fixture.plain]}})
}

test_passed_with_an_image_of_the_system if {
	kube_system_workloads.finding.evaluation == "passed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "namespace": "kube-system"}, "spec": {"containers": [{"name": "a", "image": "registry.k8s.io/kube-proxy:v1.35.4"}]}})
}

test_not_applicable_elsewhere if {
	not kube_system_workloads.finding with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not kube_system_workloads.finding with input as fixture.service
}
