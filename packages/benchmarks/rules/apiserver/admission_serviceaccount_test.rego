package rules.apiserver.admission_serviceaccount_test

import data.lib.fixture
import data.rules.apiserver.admission_serviceaccount

test_passed_when_set_well if {
	admission_serviceaccount.finding.evaluation == "passed" with input as fixture.node("apiserver", {"disable-admission-plugins": ["DefaultStorageClass"]})
}

test_failed_when_set_badly if {
	admission_serviceaccount.finding.evaluation == "failed" with input as fixture.node("apiserver", {"disable-admission-plugins": ["ServiceAccount"]})
}

test_passed_by_default if {
	admission_serviceaccount.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not admission_serviceaccount.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	admission_serviceaccount.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
