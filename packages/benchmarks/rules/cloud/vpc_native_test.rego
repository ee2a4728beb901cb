package rules.cloud.vpc_native_test

import data.lib.fixture
import data.rules.cloud.vpc_native

test_passed_on_gke if {
	vpc_native.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"ipAllocationPolicy": {"useIpAliases": true}}})
}

test_failed_on_gke if {
	vpc_native.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"ipAllocationPolicy": {"useIpAliases": false}}})
}

test_failed_on_gke_by_default if {
	vpc_native.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	vpc_native.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	vpc_native.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not vpc_native.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
