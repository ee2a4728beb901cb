# METADATA
# scope: package
# title: Namespaces keep apart what does not belong together
# description: |
#   Lists the namespaces that are not the cluster’s own, each with what separates it from the
#   others: network policies, quotas and the Pod Security level that it enforces.
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
#   inventory: [Namespace, NetworkPolicy, ResourceQuota]
#   manual: true
package rules.namespace.boundaries

import data.lib.inventory
import data.lib.verdict

own := {"default", "kube-system", "kube-public", "kube-node-lease"}

names := sort([name | some name in input.data.namespaces; not name in own])

question := sprintf("There are %d namespaces of users: do they keep apart what does not belong together?", [count(names)])

finding := verdict.asked(question, "namespaces of users", [evidence(name) | some name in names]) if is_cluster

is_cluster if input.type == "kubernetes_cluster"

evidence(name) := {
	"path": sprintf("Namespace/%s", [name]),
	"actual": {
		"network policies": count(inventory.objects_in(name, "NetworkPolicy")),
		"quotas": count(inventory.objects_in(name, "ResourceQuota")),
		"pod security": level(name),
	},
	"expected": "one for each application, apart from the others",
}

level(name) := value if {
	some namespace in inventory.cluster_objects("Namespace")
	namespace.metadata.name == name
	value := namespace.metadata.labels["pod-security.kubernetes.io/enforce"]
} else := "not enforced"
