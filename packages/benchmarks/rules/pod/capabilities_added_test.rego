package rules.pod.capabilities_added_test

import data.lib.fixture
import data.rules.pod.capabilities_added

test_passed_as_there if {
	capabilities_added.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_as_there if {
	capabilities_added.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})
}

test_not_applicable_as_there if {
	not capabilities_added.finding with input as fixture.service
}
