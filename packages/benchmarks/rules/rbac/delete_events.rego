# METADATA
# scope: package
# title: No custom role deletes events
# description: |
#   Looks for rules that allow delete or deletecollection on events. A rule for named objects
#   alone does not count, nor do the roles that Kubernetes makes itself. Roles that aggregate
#   others are looked at with what they collect.
# custom:
#   severity: low
#   category: RBAC
#   rationale: |
#     Events are among the first traces that an attacker removes.
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
#       - {verbs: [delete, deletecollection], resources: [events]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.delete_events

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["delete", "deletecollection"], "groups": ["", "events.k8s.io"], "resources": ["events"]},
]

finding := rbac.judge_role(grants)
