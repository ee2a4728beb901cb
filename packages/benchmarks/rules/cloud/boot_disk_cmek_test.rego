package rules.cloud.boot_disk_cmek_test

import data.lib.fixture
import data.rules.cloud.boot_disk_cmek

test_passed_on_gke if {
	boot_disk_cmek.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"bootDiskKmsKey": "projects/k"}}]}})
}

test_failed_on_gke if {
	boot_disk_cmek.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0", "config": {"bootDiskKmsKey": "projects/k"}}, {"name": "p1"}]}})
}

test_failed_on_gke_2 if {
	boot_disk_cmek.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"nodePools": [{"name": "p0"}]}})
}

test_unknown_on_gke_without_an_answer if {
	boot_disk_cmek.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	boot_disk_cmek.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not boot_disk_cmek.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
