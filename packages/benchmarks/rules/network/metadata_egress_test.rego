package rules.network.metadata_egress_test

import data.lib.fixture
import data.rules.network.metadata_egress

test_failed_with_the_whole_space if {
	metadata_egress.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}})
}

test_failed_without_peers_by_default if {
	metadata_egress.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{}]}})
}

test_passed_with_an_exception if {
	metadata_egress.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]}}]}]}})
}

test_passed_with_another_port if {
	metadata_egress.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"ports": [{"port": 53}]}]}})
}

test_passed_with_pods if {
	metadata_egress.finding.evaluation == "passed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"to": [{"podSelector": {}}]}]}})
}

test_not_applicable_without_egress if {
	not metadata_egress.finding with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {}}})
}
