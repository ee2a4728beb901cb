package rules.cloud.no_alpha_cluster_test

import data.lib.fixture
import data.rules.cloud.no_alpha_cluster

test_passed_on_gke if {
	no_alpha_cluster.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"enableKubernetesAlpha": false}})
}

test_passed_on_gke_2 if {
	no_alpha_cluster.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_failed_on_gke if {
	no_alpha_cluster.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"enableKubernetesAlpha": true}})
}

test_unknown_on_gke_without_an_answer if {
	no_alpha_cluster.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	no_alpha_cluster.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not no_alpha_cluster.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
