package rules.probe.readiness_test

import data.lib.fixture
import data.rules.probe.readiness

test_passed_when_set_well if {
	readiness.finding.evaluation == "passed" with input as fixture.container({"readinessProbe": {"tcpSocket": {"port": 80}}})
}

test_failed_by_default if {
	readiness.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not readiness.finding with input as fixture.service
}
