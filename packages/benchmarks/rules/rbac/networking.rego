# METADATA
# scope: package
# title: No custom role changes the network
# description: |
#   Looks for rules that allow writing Services, endpoints, ingresses and network policies. A rule
#   for named objects alone does not count, nor do the roles that Kubernetes makes itself. Roles
#   that aggregate others are looked at with what they collect.
# custom:
#   severity: low
#   category: RBAC
#   rationale: |
#     Who writes them sends traffic where he likes and opens what a policy closed.
#   remediation: |
#     Name what is really needed, verb by verb and resource by resource:
#
#     ```sh
#     kubectl edit <kind> <name> -n <namespace>
#     ```
#
#     Who has it now:
#
#     ```sh
#     kubectl get clusterrolebindings,rolebindings --all-namespaces -o wide | grep <name>
#     ```
#   impact: |
#     Whoever uses the right today needs a smaller one instead.
#   fix:
#     revoke:
#       - {verbs: [create, update, patch, delete], resources: [services, endpoints]}
#       - {verbs: [create, update, patch, delete], resources: [endpointslices]}
#       - {verbs: [create, update, patch, delete], resources: [networkpolicies, ingresses]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.networking

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create", "update", "patch", "delete"], "groups": [""], "resources": ["services", "endpoints"]},
	{"verbs": ["create", "update", "patch", "delete"], "groups": ["discovery.k8s.io"], "resources": ["endpointslices"]},
	{"verbs": ["create", "update", "patch", "delete"], "groups": ["networking.k8s.io"], "resources": ["networkpolicies", "ingresses"]},
]

finding := rbac.judge_role(grants)
