package rules.network.policy_allow_all_test

import data.lib.fixture
import data.rules.network.policy_allow_all

test_passed_with_peers if {
	policy_allow_all.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {"matchLabels": {"a": "b"}}}]}]}})
}

test_passed_by_default if {
	policy_allow_all.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}}})
}

test_failed_with_an_empty_rule if {
	policy_allow_all.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{}]}})
}

test_failed_with_an_empty_egress_rule if {
	policy_allow_all.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{}]}})
}

test_failed_with_the_whole_space if {
	policy_allow_all.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}})
}

test_failed_with_an_empty_peer if {
	policy_allow_all.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{"from": [{}]}]}})
}

test_failed_with_all_namespaces if {
	policy_allow_all.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{"from": [{"namespaceSelector": {}}]}]}})
}

test_passed_with_exceptions if {
	policy_allow_all.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}}]}]}})
}

test_passed_with_egress_by_port if {
	policy_allow_all.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"ports": [{"port": 53}]}]}})
}

test_not_applicable_to_other_kinds if {
	not policy_allow_all.finding with input as fixture.service
}
