# METADATA
# scope: package
# title: Azure decides who may do what in AKS
# description: |
#   Looks for Azure RBAC as authorizer of Kubernetes. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: azure-rbac
#   severity: low
#   category: Authentication
#   rationale: |
#     Rights are then given and seen in one place, with the log of Azure.
#   remediation: |
#     ```sh
#     az aks update --resource-group <group> --name <cluster> --enable-azure-rbac
#     ```
#   impact: |
#     Rights that stand in the cluster alone remain; both count.
#   resource_types: [kubernetes_cluster, azure_aks_cluster]
#   manual: true
package rules.cloud.azure_rbac

import data.lib.cloud
import data.lib.verdict

answers := {
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.aadProfile.enableAzureRBAC", "expected": "true"},
}

finding := cloud.ask(answers, "Are rights in the cluster given through Azure?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"azure_aks_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["properties", "aadProfile", "enableAzureRBAC"], true),
] if input.type == "azure_aks_cluster"
