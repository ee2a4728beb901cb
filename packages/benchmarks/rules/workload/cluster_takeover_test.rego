package rules.workload.cluster_takeover_test

import data.lib.fixture
import data.rules.workload.cluster_takeover

test_failed_with_everything if {
	cluster_takeover.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}], "ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]}, {})
}

test_failed_when_it_reads_secrets if {
	cluster_takeover.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": [fixture.rule(["list"], [""], ["secrets"])]}], "ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]}, {})
}

test_passed_in_a_namespace if {
	cluster_takeover.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {"RoleBinding": [{"kind": "RoleBinding", "metadata": {"name": "b", "namespace": "shop"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]})
}

test_passed_with_little if {
	cluster_takeover.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "r"}, "rules": [fixture.rule(["get"], [""], ["pods"])]}], "ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [fixture.account_subject]}]}, {})
}

test_passed_without_bindings_by_default if {
	cluster_takeover.finding.evaluation == "passed" with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not cluster_takeover.finding with input as fixture.service
}
