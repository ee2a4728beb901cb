package rules.cloud.gke_legacy_metadata_test

import data.lib.fixture
import data.rules.cloud.gke_legacy_metadata

test_passed_on_gke if {
	gke_legacy_metadata.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"metadata": {"disable-legacy-endpoints": "true"}}}]}})
}

test_passed_on_gke_2 if {
	gke_legacy_metadata.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0"}]}})
}

test_failed_on_gke if {
	gke_legacy_metadata.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"metadata": {"disable-legacy-endpoints": "false"}}}]}})
}

test_unknown_on_gke_without_an_answer if {
	gke_legacy_metadata.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	gke_legacy_metadata.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_legacy_metadata.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
