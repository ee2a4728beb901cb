package rules.cloud.shielded_secure_boot_test

import data.lib.fixture
import data.rules.cloud.shielded_secure_boot

test_passed_on_gke if {
	shielded_secure_boot.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"shieldedInstanceConfig": {"enableSecureBoot": true}}}]}})
}

test_passed_on_gke_2 if {
	shielded_secure_boot.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"shieldedInstanceConfig": {"enableSecureBoot": true}}}, {"name": "p1", "config": {"shieldedInstanceConfig": {"enableSecureBoot": true}}}]}})
}

test_failed_on_gke if {
	shielded_secure_boot.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"shieldedInstanceConfig": {"enableSecureBoot": true}}}, {"name": "p1", "config": {"shieldedInstanceConfig": {"enableSecureBoot": false}}}]}})
}

test_failed_on_gke_2 if {
	shielded_secure_boot.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0"}]}})
}

test_unknown_on_gke_without_an_answer if {
	shielded_secure_boot.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	shielded_secure_boot.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not shielded_secure_boot.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
