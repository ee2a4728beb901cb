package rules.sa.token_with_permissions_test

import data.lib.fixture
import data.rules.sa.token_with_permissions

test_failed_when_bound if {
	token_with_permissions.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": []}], "ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]}, {})
}

test_failed_when_bound_in_the_namespace if {
	token_with_permissions.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": []}]}, {"RoleBinding": [{"kind": "RoleBinding", "metadata": {"name": "b", "namespace": "shop"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]})
}

test_passed_without_bindings_by_default if {
	token_with_permissions.finding.evaluation == "passed" with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
}

test_passed_without_a_token if {
	token_with_permissions.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "automountServiceAccountToken": false, "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": []}], "ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]}, {})
}

test_not_applicable_to_other_kinds if {
	not token_with_permissions.finding with input as fixture.service
}

test_passed_with_what_kubernetes_binds_for_all if {
	token_with_permissions.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRoleBinding": [{
			"metadata": {"name": "system:service-account-issuer-discovery", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}},
			"roleRef": {"kind": "ClusterRole", "name": "system:service-account-issuer-discovery"},
			"subjects": [{"kind": "Group", "name": "system:serviceaccounts"}],
		}]}, {})
}

test_failed_when_everybody_is_bound if {
	token_with_permissions.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRoleBinding": [{
			"metadata": {"name": "all"},
			"roleRef": {"kind": "ClusterRole", "name": "view"},
			"subjects": [{"kind": "Group", "name": "system:authenticated"}],
		}]}, {})
}
