package rules.admission.policy_present_test

import data.lib.fixture
import data.rules.admission.policy_present

test_passed_as_there if {
	policy_present.finding.evaluation == "passed" with input as fixture.namespace("shop", {"pod-security.kubernetes.io/enforce": "baseline"})
}

test_failed_as_there if {
	policy_present.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_not_applicable_as_there if {
	not policy_present.finding with input as fixture.service
}
