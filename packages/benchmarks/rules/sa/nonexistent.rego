# METADATA
# scope: package
# title: The service account exists
# description: |
#   Looks whether the service account that the pod names is in its namespace. Where no account of
#   the namespace was seen at all, nothing can be said and the rule does not apply.
# custom:
#   severity: low
#   category: Identity
#   rationale: |
#     Whoever makes the missing account later decides what the pod may do.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       serviceAccountName: <account>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None: pods with a missing account do not start.
#   fix:
#     - create:
#         apiVersion: v1
#         kind: ServiceAccount
#         metadata: {name: <actual>, namespace: <namespace>}
#         automountServiceAccountToken: false
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [ServiceAccount]
package rules.sa.nonexistent

import data.lib.inventory
import data.lib.pods

namespace := name if {
	name := pods.namespace
	is_string(name)
} else := "default"

known := {object.metadata.name | some object in inventory.objects_in(namespace, "ServiceAccount")}

finding := pods.judge([pods.spec_check("serviceAccountName", pods.service_account, "an account of the namespace", is_known)]) if {
	count(known) > 0
	not pods.is_static
}

default is_known := false

is_known if pods.service_account in (known | {"default"})
