package rules.apiserver.admission_no_alwaysadmit_test

import data.lib.fixture
import data.rules.apiserver.admission_no_alwaysadmit

test_passed_when_set_well if {
	admission_no_alwaysadmit.finding.evaluation == "passed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction"]})
}

test_failed_when_set_badly if {
	admission_no_alwaysadmit.finding.evaluation == "failed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["AlwaysAdmit", "NodeRestriction"]})
}

test_passed_by_default if {
	admission_no_alwaysadmit.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not admission_no_alwaysadmit.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	admission_no_alwaysadmit.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
