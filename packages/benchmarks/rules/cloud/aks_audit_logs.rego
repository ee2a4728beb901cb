# METADATA
# scope: package
# title: The audit log of AKS goes somewhere
# description: |
#   Looks for a diagnostic setting of the cluster with the category kube-audit or kube-audit-admin
#   and a destination. What the cloud says is judged where it is there; the cluster itself does not
#   tell, so without it a person is asked.
# custom:
#   id: aks-audit-logs
#   severity: medium
#   category: Managed control plane
#   rationale: |
#     Without the audit log nobody can tell afterwards who did what.
#   remediation: |
#     ```sh
#     az monitor diagnostic-settings create --name audit --resource <cluster-id> --workspace <workspace> --logs '[{"category":"kube-audit-admin","enabled":true}]'
#     ```
#   impact: |
#     The workspace charges for what it keeps.
#   resource_types: [kubernetes_cluster, azure_aks_cluster]
#   manual: true
package rules.cloud.aks_audit_logs

import data.lib.cloud
import data.lib.verdict

answers := {
	"aks": {"call": "GET <cluster>/providers/Microsoft.Insights/diagnosticSettings", "expected": "kube-audit or kube-audit-admin, with a destination"},
}

default audits := false

audits if {
	some setting in input.data.diagnostic_settings
	some destination in ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId"]
	is_string(setting.properties[destination])
	some log in setting.properties.logs
	log.enabled == true
	log.category in {"kube-audit", "kube-audit-admin"}
}

facts := []

finding := cloud.ask(answers, "Where does the audit log of the control plane go?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"azure_aks_cluster": ["diagnostic_settings"],
}[input.type]

checks := [
	cloud.check("diagnostic_settings", count(input.data.diagnostic_settings), "kube-audit or kube-audit-admin, with a destination", audits),
] if input.type == "azure_aks_cluster"
