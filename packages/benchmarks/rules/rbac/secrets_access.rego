# METADATA
# scope: package
# title: No custom role reads Secrets
# description: |
#   Looks for rules that allow get, list or watch on secrets. A rule for named objects alone does
#   not count, nor do the roles that Kubernetes makes itself. Roles that aggregate others are
#   looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     Secrets hold the tokens and passwords of everything else; whoever reads them all is
#     everybody. List shows the contents too.
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
#       - {verbs: [get, list, watch], resources: [secrets]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.secrets_access

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["get", "list", "watch"], "groups": [""], "resources": ["secrets"]},
]

finding := rbac.judge_role(grants)
