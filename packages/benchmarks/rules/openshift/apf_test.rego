package rules.openshift.apf_test

import data.lib.fixture
import data.rules.openshift.apf

test_passed_when_set_well if {
	apf.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-priority-and-fairness": true}))
}

test_failed_when_set_badly if {
	apf.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-priority-and-fairness": false}))
}

test_passed_by_default if {
	apf.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not apf.finding with input as fixture.node("apiserver", {"enable-priority-and-fairness": false})
}

test_unknown_when_nobody_could_look if {
	apf.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
