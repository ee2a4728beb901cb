package rules.probe.liveness_test

import data.lib.fixture
import data.rules.probe.liveness

test_passed_when_set_well if {
	liveness.finding.evaluation == "passed" with input as fixture.container({"livenessProbe": {"tcpSocket": {"port": 80}}})
}

test_failed_by_default if {
	liveness.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not liveness.finding with input as fixture.service
}
