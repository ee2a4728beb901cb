# METADATA
# scope: package
# title: Pods with a token have no rights that nobody knows of
# description: |
#   Lists the bindings of the service account whose token the pod mounts, and fails where there
#   are any.
# custom:
#   severity: medium
#   category: Identity
#   rationale: |
#     With the token an intruder has the rights of the account, from anywhere.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       automountServiceAccountToken: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Programs that call the Kubernetes API need token and rights; except those.
#   fix: {at: pod.automountServiceAccountToken, set: false}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding]
package rules.sa.token_with_permissions

import data.lib.inventory
import data.lib.pods
import data.lib.rbac
import data.lib.verdict

namespace := name if {
	name := pods.namespace
	is_string(name)
} else := "default"

account := [object |
	some object in inventory.objects_in(namespace, "ServiceAccount")
	object.metadata.name == pods.service_account
][0]

# The pod's own field stands before that of its account.
mounts_token if {
	pods.get(pods.spec, ["automountServiceAccountToken"]) == true
}

mounts_token if {
	pods.get(pods.spec, ["automountServiceAccountToken"]) == null
	not account.automountServiceAccountToken == false
}

bindings := [rbac.binding_evidence(item.binding, "no rights, or no token") |
	mounts_token
	some item in rbac.bindings_of(namespace, pods.service_account)
]

finding := verdict.failed_if_any(bindings, [{"path": sprintf("%s.serviceAccountName", [pods.path]), "actual": pods.service_account, "expected": "no rights, or no token"}]) if {
	is_object(pods.spec)
	not pods.is_static
}
