package rules.cloud.release_channel_test

import data.lib.fixture
import data.rules.cloud.release_channel

test_passed_on_gke if {
	release_channel.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"releaseChannel": {"channel": "REGULAR"}}})
}

test_passed_on_gke_2 if {
	release_channel.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"releaseChannel": {"channel": "EXTENDED"}}})
}

test_failed_on_gke if {
	release_channel.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"releaseChannel": {"channel": "UNSPECIFIED"}}})
}

test_failed_on_gke_by_default if {
	release_channel.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	release_channel.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	release_channel.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not release_channel.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
