package rules.cloud.shielded_nodes_test

import data.lib.fixture
import data.rules.cloud.shielded_nodes

test_passed_on_gke if {
	shielded_nodes.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"shieldedNodes": {"enabled": true}}})
}

test_failed_on_gke if {
	shielded_nodes.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"shieldedNodes": {"enabled": false}}})
}

test_failed_on_gke_by_default if {
	shielded_nodes.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	shielded_nodes.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	shielded_nodes.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not shielded_nodes.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
