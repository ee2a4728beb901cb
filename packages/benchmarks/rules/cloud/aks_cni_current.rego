# METADATA
# scope: package
# title: The network plugin of AKS is a current one
# description: |
#   Looks at the network plugin: Azure CNI, or one that you bring. kubenet is about to be
#   withdrawn. What the cloud says is judged where it is there; the cluster itself does not tell,
#   so without it a person is asked.
# custom:
#   id: aks-cni-current
#   severity: low
#   category: Network
#   rationale: |
#     What its maker no longer maintains keeps its weaknesses.
#   remediation: |
#     ```sh
#     az aks update --resource-group <group> --name <cluster> --network-plugin azure --network-plugin-mode overlay
#     ```
#   impact: |
#     Nodes are made anew.
#   resource_types: [kubernetes_cluster, azure_aks_cluster]
#   manual: true
package rules.cloud.aks_cni_current

import data.lib.cloud
import data.lib.verdict

answers := {
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.networkProfile.networkPlugin", "expected": "azure"},
}

finding := cloud.ask(answers, "Which network plugin does the cluster use, and is it current?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"azure_aks_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.one_of(["properties", "networkProfile", "networkPlugin"], ["azure", "none"]),
] if input.type == "azure_aks_cluster"
