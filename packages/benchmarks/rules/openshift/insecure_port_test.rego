package rules.openshift.insecure_port_test

import data.lib.fixture
import data.rules.openshift.insecure_port

test_passed_when_set_well if {
	insecure_port.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"insecure-port": 0}))
}

test_passed_when_set_well_2 if {
	insecure_port.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"insecure-port": "0"}))
}

test_failed_when_set_badly if {
	insecure_port.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"insecure-port": 8080}))
}

test_passed_by_default if {
	insecure_port.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not insecure_port.finding with input as fixture.node("apiserver", {"insecure-port": 8080})
}

test_unknown_when_nobody_could_look if {
	insecure_port.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
