package rules.cloud.node_auto_repair_test

import data.lib.fixture
import data.rules.cloud.node_auto_repair

test_passed_on_gke if {
	node_auto_repair.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "management": {"autoRepair": true}}]}})
}

test_passed_on_gke_2 if {
	node_auto_repair.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "management": {"autoRepair": true}}, {"name": "p1", "management": {"autoRepair": true}}]}})
}

test_failed_on_gke if {
	node_auto_repair.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "management": {"autoRepair": true}}, {"name": "p1", "management": {"autoRepair": false}}]}})
}

test_failed_on_gke_2 if {
	node_auto_repair.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0"}]}})
}

test_unknown_on_gke_without_an_answer if {
	node_auto_repair.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	node_auto_repair.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not node_auto_repair.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
