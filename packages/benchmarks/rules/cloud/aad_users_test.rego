package rules.cloud.aad_users_test

import data.lib.fixture
import data.rules.cloud.aad_users

test_passed_on_aks if {
	aad_users.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"aadProfile": {"managed": true}, "disableLocalAccounts": true}}})
}

test_failed_on_aks if {
	aad_users.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"aadProfile": {"managed": true}}}})
}

test_failed_on_aks_by_default if {
	aad_users.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	aad_users.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_manual_on_the_cluster if {
	aad_users.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not aad_users.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
