package rules.cloud.aks_cni_current_test

import data.lib.fixture
import data.rules.cloud.aks_cni_current

test_passed_on_aks if {
	aks_cni_current.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"networkProfile": {"networkPlugin": "azure"}}}})
}

test_failed_on_aks if {
	aks_cni_current.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"networkProfile": {"networkPlugin": "kubenet"}}}})
}

test_failed_on_aks_by_default if {
	aks_cni_current.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	aks_cni_current.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_manual_on_the_cluster if {
	aks_cni_current.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not aks_cni_current.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
