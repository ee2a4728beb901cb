# METADATA
# scope: package
# title: No custom role enters containers
# description: |
#   Looks for rules that allow exec or attach (create and get both open them), or to add ephemeral
#   containers. A rule for named objects alone does not count, nor do the roles that Kubernetes
#   makes itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     A shell in a container has what the container has: its token, its Secrets, its network.
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
#       - {verbs: [create, get], resources: [pods/exec, pods/attach]}
#       - {verbs: [update, patch], resources: [pods/ephemeralcontainers]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.exec_attach

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create", "get"], "groups": [""], "resources": ["pods/exec", "pods/attach"]},
	{"verbs": ["update", "patch"], "groups": [""], "resources": ["pods/ephemeralcontainers"]},
]

finding := rbac.judge_role(grants)
