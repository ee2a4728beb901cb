package rules.workload.network_policy_test

import data.lib.fixture
import data.rules.workload.network_policy

test_passed_when_selected_for_both if {
	network_policy.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "p0", "namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}]})
}

test_passed_by_two_policies if {
	network_policy.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "p0", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "web"}}}}, {"metadata": {"name": "p1", "namespace": "shop"}, "spec": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}, "policyTypes": ["Egress"]}}]})
}

test_failed_when_only_ingress if {
	network_policy.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "p0", "namespace": "shop"}, "spec": {"podSelector": {}}}]})
}

test_failed_when_others_are_selected if {
	network_policy.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "p0", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "db"}}, "policyTypes": ["Ingress", "Egress"]}}]})
}

test_failed_when_excluded if {
	network_policy.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "p0", "namespace": "shop"}, "spec": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}, "policyTypes": ["Ingress", "Egress"]}}]})
}

test_failed_by_default if {
	network_policy.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [fixture.plain]}}}})
}

test_not_applicable_on_the_network_of_the_node if {
	not network_policy.finding with input as fixture.pod({"hostNetwork": true, "containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not network_policy.finding with input as fixture.service
}
