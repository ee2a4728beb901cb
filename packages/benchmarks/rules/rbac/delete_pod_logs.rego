# METADATA
# scope: package
# title: No custom role deletes logs of pods
# description: |
#   Looks for rules that allow delete on pods/log. A rule for named objects alone does not count,
#   nor do the roles that Kubernetes makes itself. Roles that aggregate others are looked at with
#   what they collect.
# custom:
#   severity: info
#   category: RBAC
#   rationale: |
#     Nobody needs it, so it was given by mistake or for a reason.
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
#       - {verbs: [delete, deletecollection], resources: [pods/log]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.delete_pod_logs

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["delete", "deletecollection"], "groups": [""], "resources": ["pods/log"]},
]

finding := rbac.judge_role(grants)
