# METADATA
# scope: package
# title: No custom role deletes workloads or data
# description: |
#   Looks for rules that allow delete or deletecollection on workloads, Services, Secrets,
#   ConfigMaps and volumes. A rule for named objects alone does not count, nor do the roles that
#   Kubernetes makes itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: low
#   category: RBAC
#   rationale: |
#     What is deleted is gone, and with it the service.
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
#       - {verbs: [delete, deletecollection], resources: [pods, services, secrets, configmaps, persistentvolumeclaims, persistentvolumes, namespaces]}
#       - {verbs: [delete, deletecollection], resources: [deployments, daemonsets, statefulsets, replicasets]}
#       - {verbs: [delete, deletecollection], resources: [jobs, cronjobs]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.delete_data

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["delete", "deletecollection"], "groups": [""], "resources": ["pods", "services", "secrets", "configmaps", "persistentvolumeclaims", "persistentvolumes", "namespaces"]},
	{"verbs": ["delete", "deletecollection"], "groups": ["apps"], "resources": ["deployments", "daemonsets", "statefulsets", "replicasets"]},
	{"verbs": ["delete", "deletecollection"], "groups": ["batch"], "resources": ["jobs", "cronjobs"]},
]

finding := rbac.judge_role(grants)
