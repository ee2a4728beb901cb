package rules.cloud.gke_node_sa_test

import data.lib.fixture
import data.rules.cloud.gke_node_sa

test_passed_on_gke if {
	gke_node_sa.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"serviceAccount": "nodes@p.iam.gserviceaccount.com"}}]}})
}

test_failed_on_gke if {
	gke_node_sa.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"serviceAccount": "nodes@p.iam.gserviceaccount.com"}}, {"name": "p1", "config": {"serviceAccount": "default"}}]}})
}

test_failed_on_gke_2 if {
	gke_node_sa.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"serviceAccount": "123-compute@developer.gserviceaccount.com"}}]}})
}

test_failed_on_gke_3 if {
	gke_node_sa.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0"}]}})
}

test_unknown_on_gke_without_an_answer if {
	gke_node_sa.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	gke_node_sa.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_node_sa.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
