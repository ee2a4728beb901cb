# METADATA
# scope: package
# title: No custom role changes admission
# description: |
#   Looks for rules that allow writing webhook configurations or admission policies and their
#   bindings. A rule for named objects alone does not count, nor do the roles that Kubernetes
#   makes itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     A webhook sees every object that is written, Secrets too, and may change it. Who removes one
#     switches its protection off.
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
#       - {verbs: [create, update, patch, delete, deletecollection], resources: [validatingwebhookconfigurations, mutatingwebhookconfigurations, validatingadmissionpolicies, validatingadmissionpolicybindings, mutatingadmissionpolicies, mutatingadmissionpolicybindings]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.webhook_config

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create", "update", "patch", "delete", "deletecollection"], "groups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations", "mutatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings"]},
]

finding := rbac.judge_role(grants)
