# METADATA
# scope: package
# title: Each namespace denies what no policy allows
# description: |
#   Looks for a NetworkPolicy that selects all pods of the namespace, for ingress, and allows
#   nothing.
# custom:
#   severity: low
#   category: Network
#   rationale: |
#     A new pod is then closed until somebody opens it, and not open until somebody closes it.
#   remediation: |
#     Add the policy, after those that allow what is needed:
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
package rules.network.default_deny

import data.lib.inventory
import data.lib.selectors
import data.lib.verdict

names := sort([policy.metadata.name |
	some policy in inventory.objects_in(input.name, "NetworkPolicy")
	selectors.is_empty(object.get(policy.spec, "podSelector", {}))
	denies(policy.spec)
])

finding := outcome if {
	input.sub_type == "Namespace"
	not is_system
}

outcome := verdict.failed_if_any([], [{"path": "policies that deny all", "actual": names, "expected": "at least one"}]) if {
	count(names) > 0
} else := verdict.failed_if_any([{"path": "policies that deny all", "actual": [], "expected": "at least one"}], [])

# The cluster's own namespaces have rules of their own.
is_system if input.name in {"kube-system", "kube-public", "kube-node-lease"}

# Ingress is meant where no types are given.
denies(spec) if {
	"Ingress" in object.get(spec, "policyTypes", ["Ingress"])
	count(object.get(spec, "ingress", [])) == 0
}
