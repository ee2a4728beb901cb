package rules.openshift.insecure_bind_test

import data.lib.fixture
import data.rules.openshift.insecure_bind

test_passed_when_set_well if {
	insecure_bind.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"insecure-bind-address": ""}))
}

test_failed_when_set_badly if {
	insecure_bind.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"insecure-bind-address": "0.0.0.0"}))
}

test_passed_by_default if {
	insecure_bind.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not insecure_bind.finding with input as fixture.node("apiserver", {"insecure-bind-address": "0.0.0.0"})
}

test_unknown_when_nobody_could_look if {
	insecure_bind.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
