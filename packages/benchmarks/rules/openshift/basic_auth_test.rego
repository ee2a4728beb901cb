package rules.openshift.basic_auth_test

import data.lib.fixture
import data.rules.openshift.basic_auth

test_passed_when_set_well if {
	basic_auth.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"basic-auth-file": ""}))
}

test_failed_when_set_badly if {
	basic_auth.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"basic-auth-file": "/p"}))
}

test_passed_by_default if {
	basic_auth.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not basic_auth.finding with input as fixture.node("apiserver", {"basic-auth-file": "/p"})
}

test_unknown_when_nobody_could_look if {
	basic_auth.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
