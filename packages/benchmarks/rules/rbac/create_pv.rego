# METADATA
# scope: package
# title: No custom role makes PersistentVolumes
# description: |
#   Looks for rules that allow create on persistentvolumes. A rule for named objects alone does
#   not count, nor do the roles that Kubernetes makes itself. Roles that aggregate others are
#   looked at with what they collect.
# custom:
#   severity: medium
#   category: RBAC
#   rationale: |
#     A PersistentVolume of type hostPath mounts any directory of a node, whatever the pod
#     security of the namespace says.
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
#       - {verbs: [create], resources: [persistentvolumes]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.create_pv

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["create"], "groups": [""], "resources": ["persistentvolumes"]},
]

finding := rbac.judge_role(grants)
