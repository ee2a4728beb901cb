package rules.node.auditd_test

import data.lib.fixture
import data.rules.node.auditd

test_passed_when_it_runs if {
	auditd.finding.evaluation == "passed"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"DaemonSet": [{"metadata": {"name": "cos-auditd-logging"}}]})
}

test_failed_by_default if {
	auditd.finding.evaluation == "failed" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not auditd.finding with input as fixture.service
}
