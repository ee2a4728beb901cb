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

cluster_info := "kubeadm:bootstrap-signer-clusterinfo"

kubeadm_binding := object.union(
	fixture.object_of("RoleBinding", {
		"metadata": {"name": cluster_info, "namespace": "kube-public"},
		"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": cluster_info},
		"subjects": [{"kind": "User", "name": "system:anonymous"}],
	}),
	{"namespace": "kube-public"},
)

public(rules) := {"cluster": {}, "namespace": {"kube-public": {"rbac.authorization.k8s.io/v1": {"Role": {cluster_info: {"metadata": {"name": cluster_info, "namespace": "kube-public"}, "rules": rules}}}}}}

get_cluster_info := {"verbs": ["get"], "apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["cluster-info"]}

test_passed_for_the_config_map_that_nodes_join_by if {
	anonymous.finding.evaluation == "passed" with input as kubeadm_binding with data.inventory as public([get_cluster_info])
}

test_failed_when_that_role_grants_more if {
	every rules in [
		[object.union(get_cluster_info, {"verbs": ["get", "list"]})],
		[object.union(get_cluster_info, {"resourceNames": []})],
		[object.union(get_cluster_info, {"resourceNames": ["cluster-info", "other"]})],
		[object.union(get_cluster_info, {"resources": ["secrets"]})],
		[get_cluster_info, fixture.rule(["get"], [""], ["pods"])],
		[],
	] {
		anonymous.finding.evaluation == "failed" with input as kubeadm_binding with data.inventory as public(rules)
	}
}

test_failed_when_that_role_was_not_seen if {
	anonymous.finding.evaluation == "failed" with input as kubeadm_binding
}

test_failed_when_only_the_name_is_that_of_kubeadm if {
	anonymous.finding.evaluation == "failed"
		with input as fixture.binding("RoleBinding", cluster_info, "view", [{"kind": "User", "name": "system:anonymous"}])
}

test_not_applicable_to_other_kinds if {
	not anonymous.finding with input as fixture.service
}
