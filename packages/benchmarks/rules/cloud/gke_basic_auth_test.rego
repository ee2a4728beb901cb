package rules.cloud.gke_basic_auth_test

import data.lib.fixture
import data.rules.cloud.gke_basic_auth

test_passed_on_gke if {
	gke_basic_auth.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_passed_on_gke_2 if {
	gke_basic_auth.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuth": {"username": ""}}})
}

test_failed_on_gke if {
	gke_basic_auth.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuth": {"username": "admin"}}})
}

test_unknown_on_gke_without_an_answer if {
	gke_basic_auth.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	gke_basic_auth.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_basic_auth.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
