# METADATA
# scope: package
# title: Each namespace has a resource quota
# description: |
#   Looks whether the namespace has a ResourceQuota.
# custom:
#   severity: low
#   category: Namespaces
#   rationale: |
#     Without a quota one namespace can take all there is from the others.
#   remediation: |
#     ```sh
#     kubectl -n <name> create quota default --hard=requests.cpu=4,requests.memory=8Gi,pods=50
#     ```
#   impact: |
#     Pods without requests are refused once the quota names them.
#   fix:
#     - create:
#         apiVersion: v1
#         kind: ResourceQuota
#         metadata: {name: compute, namespace: <name>}
#         spec:
#           hard:
#             requests.cpu: <CPU of the namespace>
#             requests.memory: <memory of the namespace>
#             limits.memory: <memory limit of the namespace>
#   resource_types: [k8s_object]
#   kinds: [Namespace]
#   inventory: [ResourceQuota]
package rules.ns.resource_quota

import data.lib.inventory
import data.lib.verdict

names := sort([object.metadata.name |
	some object in inventory.objects_in(input.name, "ResourceQuota")
	true
])

finding := outcome if {
	input.sub_type == "Namespace"
	not is_system
}

outcome := verdict.failed_if_any([], [{"path": "resource quotas", "actual": names, "expected": "at least one"}]) if {
	count(names) > 0
} else := verdict.failed_if_any([{"path": "resource quotas", "actual": [], "expected": "at least one"}], [])

# The cluster's own namespaces have rules of their own.
is_system if input.name in {"kube-system", "kube-public", "kube-node-lease"}
