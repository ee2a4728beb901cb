package rules.rbac.unauthenticated_test

import data.lib.fixture
import data.rules.rbac.unauthenticated

test_failed_when_bound if {
	unauthenticated.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "Group", "name": "system:unauthenticated"}])
}

test_failed_in_a_namespace if {
	unauthenticated.finding.evaluation == "failed"
		with input as fixture.binding("RoleBinding", "x", "view", [{"kind": "User", "name": "ann"}, {"kind": "Group", "name": "system:unauthenticated"}])
}

test_passed_for_others if {
	unauthenticated.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [{"kind": "User", "name": "ann"}])
}

test_passed_by_default if {
	unauthenticated.finding.evaluation == "passed" with input as fixture.binding("ClusterRoleBinding", "x", "view", [])
}

test_passed_for_the_built_in_binding if {
	unauthenticated.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "system:public-info-viewer", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "system:public-info-viewer"}, "subjects": [{"kind": "Group", "name": "system:unauthenticated"}]})
}

test_failed_when_the_built_in_binding_has_another_role if {
	unauthenticated.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRoleBinding", {"metadata": {"name": "system:public-info-viewer", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "Group", "name": "system:unauthenticated"}]})
}

test_not_applicable_to_other_kinds if {
	not unauthenticated.finding with input as fixture.service
}
