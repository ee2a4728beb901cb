package rules.pod.seccomp_test

import data.lib.fixture
import data.rules.pod.seccomp

test_passed_as_there if {
	seccomp.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}})
}

test_failed_as_there if {
	seccomp.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_as_there if {
	not seccomp.finding with input as fixture.service
}
