package rules.apiserver.admission_namespacelifecycle_test

import data.lib.fixture
import data.rules.apiserver.admission_namespacelifecycle

test_passed_when_set_well if {
	admission_namespacelifecycle.finding.evaluation == "passed" with input as fixture.node("apiserver", {"disable-admission-plugins": ["DefaultStorageClass"]})
}

test_failed_when_set_badly if {
	admission_namespacelifecycle.finding.evaluation == "failed" with input as fixture.node("apiserver", {"disable-admission-plugins": ["NamespaceLifecycle"]})
}

test_passed_by_default if {
	admission_namespacelifecycle.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not admission_namespacelifecycle.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	admission_namespacelifecycle.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
