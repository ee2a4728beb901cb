package rules.node.minimal_os_test

import data.lib.fixture
import data.rules.node.minimal_os

test_passed_with_such_a_system if {
	minimal_os.finding.evaluation == "passed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"nodeInfo": {"osImage": "Container-Optimized OS from Google"}}})
}

test_failed_with_a_general_one if {
	minimal_os.finding.evaluation == "failed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"nodeInfo": {"osImage": "Ubuntu 24.04 LTS"}}})
}

test_unknown_by_default if {
	minimal_os.finding.evaluation == "unknown" with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {}})
}

test_not_applicable_to_other_kinds if {
	not minimal_os.finding with input as fixture.service
}
