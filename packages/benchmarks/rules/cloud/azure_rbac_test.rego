package rules.cloud.azure_rbac_test

import data.lib.fixture
import data.rules.cloud.azure_rbac

test_passed_on_aks if {
	azure_rbac.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"aadProfile": {"enableAzureRBAC": true}}}})
}

test_failed_on_aks if {
	azure_rbac.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"aadProfile": {"enableAzureRBAC": false}}}})
}

test_failed_on_aks_by_default if {
	azure_rbac.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	azure_rbac.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_manual_on_the_cluster if {
	azure_rbac.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not azure_rbac.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
