# METADATA
# scope: package
# title: Tenants who are enemies have clusters of their own
# description: |
#   Lists the namespaces, and asks whether they belong to people who would harm each other.
# custom:
#   id: aks-hostile-tenants
#   severity: low
#   category: Workloads
#   rationale: |
#     Namespaces keep honest people apart; they are no wall against an attacker.
#   remediation: |
#     ```sh
#     az aks create --resource-group <group> --name <tenant>
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.cloud.aks_hostile_tenants

import data.lib.cloud

answers := {
	"aks": {"call": "a person", "expected": "tenants that trust each other"},
}

facts := [{"path": "namespaces", "actual": array.slice(object.get(input.data, "namespaces", []), 0, 100), "expected": "tenants that trust each other"}]

finding := cloud.ask(answers, "Do tenants share this cluster who would harm each other?", facts)
