# METADATA
# scope: package
# title: Namespaces keep apart what does not belong together
# description: |
#   Lists the namespaces that are not the cluster’s own.
# custom:
#   id: namespaces-boundaries
#   severity: medium
#   category: Namespaces
#   rationale: |
#     Roles, quotas and network policies work by namespace. What shares one shares everything.
#   remediation: |
#     Give each team and each application its own:
#
#     ```sh
#     kubectl create namespace <namespace>
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.namespace.boundaries

import data.lib.verdict

own := {"default", "kube-system", "kube-public", "kube-node-lease"}

names := sort([name | some name in input.data.namespaces; not name in own])

finding := verdict.manual(sprintf("There are %d namespaces of users: do they keep apart what does not belong together?", [count(names)]), [{"path": "namespaces", "actual": array.slice(names, 0, 50), "expected": "one for each application"}]) if is_cluster

is_cluster if input.type == "kubernetes_cluster"
