package rules.rbac.cluster_admin_test

import data.lib.fixture
import data.rules.rbac.cluster_admin

test_failed_when_bound if {
	cluster_admin.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "ops", "cluster-admin", [{"kind": "User", "name": "ann"}])
}

test_failed_in_a_namespace if {
	cluster_admin.finding.evaluation == "failed" with input as fixture.binding("RoleBinding", "ops", "cluster-admin", [{"kind": "User", "name": "ann"}])
}

test_passed_with_another_role if {
	cluster_admin.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "ops", "view", [{"kind": "User", "name": "ann"}])
}

test_passed_without_subjects_by_default if {
	cluster_admin.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "ops", "cluster-admin", [])
}

test_passed_for_the_built_in_binding if {
	cluster_admin.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:masters"}]})
}

test_failed_when_only_the_name_is_built_in if {
	cluster_admin.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "cluster-admin", "cluster-admin", [{"kind": "User", "name": "eve"}])
}

test_not_applicable_to_other_kinds if {
	not cluster_admin.finding with input as fixture.service
}
