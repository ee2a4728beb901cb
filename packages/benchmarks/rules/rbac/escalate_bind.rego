# METADATA
# scope: package
# title: No custom role hands out more than it has
# description: |
#   Looks for the verbs escalate and bind on roles, and for create, update or patch on bindings. A
#   rule for named objects alone does not count, nor do the roles that Kubernetes makes itself.
#   Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     RBAC keeps people from granting what they do not have. These verbs are the exceptions from
#     that.
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
#       - {verbs: [escalate, bind], resources: [roles, clusterroles]}
#       - {verbs: [create, update, patch], resources: [rolebindings, clusterrolebindings]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.escalate_bind

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["escalate", "bind"], "groups": ["rbac.authorization.k8s.io"], "resources": ["roles", "clusterroles"], "names": ["cluster-admin"]},
	{"verbs": ["create", "update", "patch"], "groups": ["rbac.authorization.k8s.io"], "resources": ["rolebindings", "clusterrolebindings"]},
]

finding := rbac.judge_role(grants)
