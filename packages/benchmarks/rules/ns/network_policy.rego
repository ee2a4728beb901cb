# METADATA
# scope: package
# title: Each namespace has a network policy
# description: |
#   Looks whether the namespace has a NetworkPolicy. Whether the network plug-in enforces it is
#   the matter of another rule.
# custom:
#   severity: medium
#   category: Network
#   rationale: |
#     Without one every pod of the cluster reaches every pod of the namespace, and those reach
#     everything.
#   remediation: |
#     Begin with a policy that denies all, then allow what is needed:
#
#     ```sh
#     kubectl -n <name> apply -f - <<EOF
#     apiVersion: networking.k8s.io/v1
#     kind: NetworkPolicy
#     metadata:
#       name: default-deny
#     spec:
#       podSelector: {}
#       policyTypes: [Ingress, Egress]
#     EOF
#     ```
#   impact: |
#     Traffic that no policy allows stops.
#   fix:
#     - create:
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: default-deny-ingress, namespace: <name>}
#         spec: {podSelector: {}, policyTypes: [Ingress]}
#   resource_types: [k8s_object]
#   kinds: [Namespace]
#   inventory: [NetworkPolicy]
package rules.ns.network_policy

import data.lib.inventory
import data.lib.verdict

names := sort([object.metadata.name |
	some object in inventory.objects_in(input.name, "NetworkPolicy")
	true
])

finding := outcome if {
	input.sub_type == "Namespace"
	not is_system
}

outcome := verdict.failed_if_any([], [{"path": "network policies", "actual": names, "expected": "at least one"}]) if {
	count(names) > 0
} else := verdict.failed_if_any([{"path": "network policies", "actual": [], "expected": "at least one"}], [])

# The cluster's own namespaces have rules of their own.
is_system if input.name in {"kube-system", "kube-public", "kube-node-lease"}
