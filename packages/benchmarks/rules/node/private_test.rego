package rules.node.private_test

import data.lib.fixture
import data.rules.node.private

test_passed_with_internal_addresses if {
	private.finding.evaluation == "passed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"addresses": [{"type": "InternalIP", "address": "10.0.0.1"}]}})
}

test_failed_with_an_external_one if {
	private.finding.evaluation == "failed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"addresses": [{"type": "InternalIP", "address": "10.0.0.1"}, {"type": "ExternalIP", "address": "203.0.113.4"}]}})
}

test_unknown_by_default if {
	private.finding.evaluation == "unknown" with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {}})
}

test_not_applicable_to_other_kinds if {
	not private.finding with input as fixture.service
}
