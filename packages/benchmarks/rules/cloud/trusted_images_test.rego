package rules.cloud.trusted_images_test

import data.lib.fixture
import data.rules.cloud.trusted_images

test_passed_on_gke if {
	trusted_images.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"binaryAuthorization": {"evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE"}}})
}

test_failed_on_gke if {
	trusted_images.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"binaryAuthorization": {"evaluationMode": "DISABLED"}}})
}

test_failed_on_gke_by_default if {
	trusted_images.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	trusted_images.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	trusted_images.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not trusted_images.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
