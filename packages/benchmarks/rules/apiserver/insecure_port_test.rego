package rules.apiserver.insecure_port_test

import data.lib.fixture
import data.rules.apiserver.insecure_port

test_passed_when_set_well if {
	insecure_port.finding.evaluation == "passed" with input as fixture.node("apiserver", {"insecure-port": 0})
}

test_failed_when_set_badly if {
	insecure_port.finding.evaluation == "failed" with input as fixture.node("apiserver", {"insecure-port": 8080})
}

test_passed_by_default if {
	insecure_port.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not insecure_port.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	insecure_port.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
