package rules.cloud.security_posture_test

import data.lib.fixture
import data.rules.cloud.security_posture

test_passed_on_gke if {
	security_posture.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"securityPostureConfig": {"mode": "BASIC"}}})
}

test_failed_on_gke if {
	security_posture.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"securityPostureConfig": {"mode": "DISABLED"}}})
}

test_failed_on_gke_by_default if {
	security_posture.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	security_posture.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	security_posture.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not security_posture.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
