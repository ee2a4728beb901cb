# METADATA
# scope: package
# title: No custom role makes tokens
# description: |
#   Looks for rules that allow create on serviceaccounts/token. A rule for named objects alone
#   does not count, nor do the roles that Kubernetes makes itself. Roles that aggregate others are
#   looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     A token of a service account is that service account, for as long as was asked for.
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
#       - {verbs: [create], resources: [serviceaccounts/token]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.sa_token_create

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create"], "groups": [""], "resources": ["serviceaccounts/token"]},
]

finding := rbac.judge_role(grants)
