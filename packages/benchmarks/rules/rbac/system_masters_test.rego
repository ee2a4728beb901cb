package rules.rbac.system_masters_test

import data.lib.fixture
import data.rules.rbac.system_masters

test_failed_when_bound if {
	system_masters.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "Group", "name": "system:masters"}])
}

test_failed_in_a_namespace if {
	system_masters.finding.evaluation == "failed"
		with input as fixture.binding("RoleBinding", "x", "view", [{"kind": "User", "name": "ann"}, {"kind": "Group", "name": "system:masters"}])
}

test_passed_for_others if {
	system_masters.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "User", "name": "ann"}])
}

test_passed_by_default if {
	system_masters.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [])
}

test_passed_for_the_built_in_binding if {
	system_masters.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "x"}, "subjects": [{"kind": "Group", "name": "system:masters"}]})
}

test_not_applicable_to_other_kinds if {
	not system_masters.finding with input as fixture.service
}
