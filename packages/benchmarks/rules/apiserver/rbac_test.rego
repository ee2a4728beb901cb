package rules.apiserver.rbac_test

import data.lib.fixture
import data.rules.apiserver.rbac

test_passed_as_there if {
	rbac.finding.evaluation == "passed" with input as fixture.node("apiserver", {"authorization-mode": ["RBAC"]})
}

test_failed_as_there if {
	rbac.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_as_there if {
	not rbac.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}
