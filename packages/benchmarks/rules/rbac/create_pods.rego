# METADATA
# scope: package
# title: No custom role makes pods
# description: |
#   Looks for rules that allow create, update or patch on pods or on the workloads that make them.
#   A rule for named objects alone does not count, nor do the roles that Kubernetes makes itself.
#   Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: medium
#   category: RBAC
#   rationale: |
#     Who makes a pod chooses its service account, its volumes and its node: he has every Secret
#     of the namespace, and often the node.
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
#       - {verbs: [create, update, patch], resources: [pods, replicationcontrollers]}
#       - {verbs: [create, update, patch], resources: [deployments, daemonsets, statefulsets, replicasets]}
#       - {verbs: [create, update, patch], resources: [jobs, cronjobs]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.create_pods

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create", "update", "patch"], "groups": [""], "resources": ["pods", "replicationcontrollers"]},
	{"verbs": ["create", "update", "patch"], "groups": ["apps"], "resources": ["deployments", "daemonsets", "statefulsets", "replicasets"]},
	{"verbs": ["create", "update", "patch"], "groups": ["batch"], "resources": ["jobs", "cronjobs"]},
]

finding := rbac.judge_role(grants)
