package rules.cloud.gke_logging_monitoring_test

import data.lib.fixture
import data.rules.cloud.gke_logging_monitoring

test_passed_on_gke if {
	gke_logging_monitoring.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"loggingConfig": {"componentConfig": {"enableComponents": ["SYSTEM_COMPONENTS", "WORKLOADS"]}}, "monitoringConfig": {"componentConfig": {"enableComponents": ["SYSTEM_COMPONENTS"]}}}})
}

test_failed_on_gke if {
	gke_logging_monitoring.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"loggingConfig": {"componentConfig": {"enableComponents": ["WORKLOADS"]}}, "monitoringConfig": {"componentConfig": {"enableComponents": ["SYSTEM_COMPONENTS"]}}}})
}

test_failed_on_gke_by_default if {
	gke_logging_monitoring.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	gke_logging_monitoring.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	gke_logging_monitoring.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_logging_monitoring.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
