package rules.apiserver.admission_noderestriction_test

import data.lib.fixture
import data.rules.apiserver.admission_noderestriction

test_passed_when_set_well if {
	admission_noderestriction.finding.evaluation == "passed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction", "NodeRestriction"]})
}

test_failed_when_set_badly if {
	admission_noderestriction.finding.evaluation == "failed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["PodSecurity"]})
}

test_failed_by_default if {
	admission_noderestriction.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not admission_noderestriction.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	admission_noderestriction.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_the_list_is_text if {
	admission_noderestriction.finding.evaluation == "passed" with input as fixture.node("apiserver", {"enable-admission-plugins": "PodSecurity, NodeRestriction"})
}

test_failed_when_only_the_name_begins_so if {
	admission_noderestriction.finding.evaluation == "failed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestrictionX"]})
}
