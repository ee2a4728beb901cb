package rules.openshift.secure_port_test

import data.lib.fixture
import data.rules.openshift.secure_port

test_passed_when_set_well if {
	secure_port.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"secure-port": 6443}))
}

test_failed_when_set_badly if {
	secure_port.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"secure-port": 0}))
}

test_passed_by_default if {
	secure_port.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not secure_port.finding with input as fixture.node("apiserver", {"secure-port": 0})
}

test_unknown_when_nobody_could_look if {
	secure_port.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
