package rules.cloud.flow_logs_test

import data.lib.fixture
import data.rules.cloud.flow_logs

test_passed_on_gke if {
	flow_logs.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"networkConfig": {"enableIntraNodeVisibility": true}}, "subnetwork": {"logConfig": {"enable": true}}})
}

test_failed_on_gke if {
	flow_logs.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"networkConfig": {"enableIntraNodeVisibility": true}}, "subnetwork": {}})
}

test_failed_on_gke_2 if {
	flow_logs.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"networkConfig": {"enableIntraNodeVisibility": false}}, "subnetwork": {"logConfig": {"enable": true}}})
}

test_unknown_on_gke_without_an_answer if {
	flow_logs.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	flow_logs.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not flow_logs.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
