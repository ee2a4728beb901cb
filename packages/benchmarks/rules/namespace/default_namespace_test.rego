package rules.namespace.default_namespace_test

import data.lib.fixture
import data.rules.namespace.default_namespace

test_passed_elsewhere if {
	default_namespace.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_in_default if {
	default_namespace.finding.evaluation == "failed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "namespace": "default"}, "spec": {"containers": [fixture.plain]}})
}

test_failed_for_a_service if {
	default_namespace.finding.evaluation == "failed" with input as fixture.object_of("Service", {"metadata": {"name": "x", "namespace": "default"}})
}

test_passed_by_default_without_a_namespace if {
	default_namespace.finding.evaluation == "passed" with input as fixture.object_of("Pod", {"metadata": {"name": "x"}, "spec": {"containers": [fixture.plain]}})
}

test_not_applicable_to_the_service_of_kubernetes if {
	not default_namespace.finding with input as fixture.object_of("Service", {"metadata": {"name": "kubernetes", "namespace": "default"}})
}
