package rules.pod.hostport_test

import data.lib.fixture
import data.rules.pod.hostport

test_passed_as_there if {
	hostport.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_as_there if {
	hostport.finding.evaluation == "failed" with input as fixture.container({"ports": [{"hostPort": 80}]})
}

test_not_applicable_as_there if {
	not hostport.finding with input as fixture.service
}
