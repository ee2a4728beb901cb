package rules.rbac.anonymous_test

import data.lib.fixture
import data.rules.rbac.anonymous

test_failed_when_bound if {
	anonymous.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "User", "name": "system:anonymous"}])
}

test_failed_in_a_namespace if {
	anonymous.finding.evaluation == "failed"
		with input as fixture.binding("RoleBinding", "x", "view", [{"kind": "User", "name": "ann"}, {"kind": "User", "name": "system:anonymous"}])
}

test_passed_for_others if {
	anonymous.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "User", "name": "ann"}])
}

test_passed_by_default if {
	anonymous.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [])
}

test_not_applicable_to_other_kinds if {
	not anonymous.finding with input as fixture.service
}
