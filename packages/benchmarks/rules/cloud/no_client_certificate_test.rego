package rules.cloud.no_client_certificate_test

import data.lib.fixture
import data.rules.cloud.no_client_certificate

test_passed_on_gke if {
	no_client_certificate.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_passed_on_gke_2 if {
	no_client_certificate.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuth": {"clientCertificateConfig": {"issueClientCertificate": false}}}})
}

test_failed_on_gke if {
	no_client_certificate.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuth": {"clientCertificateConfig": {"issueClientCertificate": true}}}})
}

test_failed_on_gke_2 if {
	no_client_certificate.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuth": {"clientCertificate": "x"}}})
}

test_unknown_on_gke_without_an_answer if {
	no_client_certificate.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	no_client_certificate.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not no_client_certificate.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
