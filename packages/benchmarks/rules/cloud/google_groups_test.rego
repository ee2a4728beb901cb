package rules.cloud.google_groups_test

import data.lib.fixture
import data.rules.cloud.google_groups

test_passed_on_gke if {
	google_groups.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"authenticatorGroupsConfig": {"enabled": true}}})
}

test_failed_on_gke if {
	google_groups.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"authenticatorGroupsConfig": {"enabled": false}}})
}

test_failed_on_gke_by_default if {
	google_groups.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	google_groups.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	google_groups.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not google_groups.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
