package rules.namespace.default_namespace_test

import data.lib.fixture
import data.rules.namespace.default_namespace

test_passed_when_set_well if {
	default_namespace.finding.evaluation == "passed" with input as fixture.container({})
}

test_passed_by_default if {
	default_namespace.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_in_default if {
	default_namespace.finding.evaluation == "failed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "namespace": "default"}, "spec": {"containers": [fixture.plain]}})
}

test_failed_without_a_namespace if {
	default_namespace.finding.evaluation == "failed" with input as fixture.object_of("Pod", {"metadata": {"name": "x"}, "spec": {"containers": [fixture.plain]}})
}

test_not_applicable_to_other_kinds if {
	not default_namespace.finding with input as fixture.service
}
