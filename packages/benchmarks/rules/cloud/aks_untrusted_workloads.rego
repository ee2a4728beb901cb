# METADATA
# scope: package
# title: Untrusted workloads run apart
# description: |
#   Lists the pools of nodes by their operating system, and asks whether workloads that are not
#   trusted run apart from the others.
# custom:
#   id: aks-untrusted-workloads
#   severity: low
#   category: Workloads
#   rationale: |
#     A container that is broken out of holds its node and what runs there.
#   remediation: |
#     ```sh
#     az aks nodepool add --resource-group <group> --cluster-name <cluster> --name untrusted --node-taints trust=none:NoSchedule
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.cloud.aks_untrusted_workloads

import data.lib.cloud

answers := {
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.agentPoolProfiles[].nodeTaints, workloadRuntime", "expected": "a pool for workloads that are not trusted"},
}

facts := [{"path": sprintf("Node/%s", [node.name]), "actual": node.container_runtime, "expected": "apart, where the workload is not trusted"} | some node in input.data.nodes]

finding := cloud.ask(answers, "Do workloads that are not trusted run on nodes of their own?", facts)
