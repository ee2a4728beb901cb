# METADATA
# scope: package
# title: No workload is an administrator
# description: |
#   Follows the service account of the pod to its bindings and roles, and fails where a role
#   allows every verb on every resource, everywhere or in a namespace.
# custom:
#   severity: high
#   category: Identity
#   rationale: |
#     A program with these rights is the cluster. A flaw in it, or in one of its libraries, is a
#     flaw of everything.
#   remediation: |
#     Give its account a role of what it needs:
#
#     ```sh
#     kubectl create role <role> --verb=<verb> --resource=<resource> -n <namespace>
#     ```
#   impact: |
#     What the program did with the other rights fails.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding]
package rules.workload.admin_role

import data.lib.pods
import data.lib.rbac
import data.lib.verdict

namespace := name if {
	name := pods.namespace
	is_string(name)
} else := "default"

expected := "no administrator"

offences := [rbac.binding_evidence(item.binding, expected) |
	some item in rbac.bindings_of(namespace, pods.service_account)
	some rule in rbac.rules_of(rbac.role_of(item.binding))
	"*" in rule.verbs
	"*" in rule.resources
	"*" in rule.apiGroups
]

finding := verdict.failed_if_any(offences, [{"path": sprintf("%s.serviceAccountName", [pods.path]), "actual": pods.service_account, "expected": expected}]) if {
	is_object(pods.spec)
	not pods.is_static
}
