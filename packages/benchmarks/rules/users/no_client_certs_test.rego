package rules.users.no_client_certs_test

import data.lib.fixture
import data.rules.users.no_client_certs

test_manual_always if {
	no_client_certs.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not no_client_certs.finding with input as fixture.service
}

test_manual_with_the_people_who_have_rights if {
	subjects := [{"kind": "User", "name": "eve"}, {"kind": "Group", "name": "system:masters"}, {"kind": "User", "name": "system:kube-scheduler"}]
	result := no_client_certs.finding with input as fixture.cluster({})
		with data.inventory as fixture.inventory({"ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"name": "r"}, "subjects": subjects}]}, {})
	result.evidence[0].path == "ClusterRoleBinding/b"
}

test_manual_without_the_cluster_own_users if {
	subjects := [{"kind": "User", "name": "system:kube-scheduler"}]
	result := no_client_certs.finding with input as fixture.cluster({})
		with data.inventory as fixture.inventory({"ClusterRoleBinding": [{"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "roleRef": {"name": "r"}, "subjects": subjects}]}, {})
	result.evidence[0].actual == []
}
