# METADATA
# scope: package
# title: No custom role acts as somebody else
# description: |
#   Looks for the verb impersonate on users, groups, service accounts and their extras. A rule for
#   named objects alone does not count, nor do the roles that Kubernetes makes itself. Roles that
#   aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     Who may act as others is each of them; as the group system:masters he is everything.
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
#       - {verbs: [impersonate], resources: [users, groups, serviceaccounts, userextras, uids]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.impersonate

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["impersonate"], "groups": ["", "authentication.k8s.io"], "resources": ["users", "groups", "serviceaccounts", "userextras", "uids"], "names": ["system:masters"]},
]

finding := rbac.judge_role(grants)
