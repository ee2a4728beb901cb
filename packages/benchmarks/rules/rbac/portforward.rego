# METADATA
# scope: package
# title: No custom role forwards ports
# description: |
#   Looks for rules that allow create or get on pods/portforward. A rule for named objects alone
#   does not count, nor do the roles that Kubernetes makes itself. Roles that aggregate others are
#   looked at with what they collect.
# custom:
#   severity: low
#   category: RBAC
#   rationale: |
#     A forwarded port reaches what a pod serves to itself alone, past network policies.
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
#       - {verbs: [create, get], resources: [pods/portforward]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.portforward

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create", "get"], "groups": [""], "resources": ["pods/portforward"]},
]

finding := rbac.judge_role(grants)
