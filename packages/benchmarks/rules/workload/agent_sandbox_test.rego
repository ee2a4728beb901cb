package rules.workload.agent_sandbox_test

import data.lib.fixture
import data.rules.workload.agent_sandbox

test_passed_with_walls if {
	agent_sandbox.finding.evaluation == "passed"
		with input as fixture.object_of("Sandbox", {"metadata": {"name": "s"}, "spec": {"podTemplate": {"spec": {"runtimeClassName": "gvisor", "automountServiceAccountToken": false, "containers": [{"name": "a"}]}}}})
}

test_failed_by_default if {
	agent_sandbox.finding.evaluation == "failed"
		with input as fixture.object_of("Sandbox", {"metadata": {"name": "s"}, "spec": {"podTemplate": {"spec": {"containers": [{"name": "a"}]}}}})
}

test_not_applicable_to_other_kinds if {
	not agent_sandbox.finding with input as fixture.service
}
