package rules.cloud.aks_audit_logs_test

import data.lib.fixture
import data.rules.cloud.aks_audit_logs

test_passed_on_aks if {
	aks_audit_logs.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"diagnostic_settings": [{"properties": {"workspaceId": "/x", "logs": [{"category": "kube-audit-admin", "enabled": true}]}}]})
}

test_failed_on_aks if {
	aks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"diagnostic_settings": [{"properties": {"workspaceId": "/x", "logs": [{"category": "kube-audit", "enabled": false}]}}]})
}

test_failed_on_aks_2 if {
	aks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"diagnostic_settings": [{"properties": {"logs": [{"category": "kube-audit", "enabled": true}]}}]})
}

test_failed_on_aks_3 if {
	aks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"diagnostic_settings": []})
}

test_unknown_on_aks_without_an_answer if {
	aks_audit_logs.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_manual_on_the_cluster if {
	aks_audit_logs.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not aks_audit_logs.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
