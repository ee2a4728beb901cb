package rules.rbac.authenticated_test

import data.lib.fixture
import data.rules.rbac.authenticated

test_failed_when_bound if {
	authenticated.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "Group", "name": "system:authenticated"}])
}

test_failed_in_a_namespace if {
	authenticated.finding.evaluation == "failed"
		with input as fixture.binding("RoleBinding", "x", "view", [{"kind": "User", "name": "ann"}, {"kind": "Group", "name": "system:authenticated"}])
}

test_passed_for_others if {
	authenticated.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "User", "name": "ann"}])
}

test_passed_by_default if {
	authenticated.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [])
}

test_passed_for_the_built_in_binding if {
	authenticated.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "system:basic-user", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "system:basic-user"}, "subjects": [{"kind": "Group", "name": "system:authenticated"}]})
}

test_failed_when_the_built_in_binding_has_another_role if {
	authenticated.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "system:basic-user", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:authenticated"}]})
}

test_not_applicable_to_other_kinds if {
	not authenticated.finding with input as fixture.service
}
