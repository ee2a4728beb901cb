package rules.pod.net_raw_test

import data.lib.fixture
import data.rules.pod.net_raw

test_passed_as_there if {
	net_raw.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"]}}})
}

test_failed_as_there if {
	net_raw.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_as_there if {
	not net_raw.finding with input as fixture.service
}
