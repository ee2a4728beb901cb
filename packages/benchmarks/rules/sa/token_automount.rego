# METADATA
# scope: package
# title: Tokens are mounted only where they are used
# description: |
#   Looks at `automountServiceAccountToken` of the pod, else of its service account: it must be
#   false. Unset means true. Static pods get no token and are left out. Whether a program uses its
#   token cannot be seen; except those that do.
# custom:
#   severity: medium
#   fix: {set: false}
#   category: Identity
#   rationale: |
#     A token lies in every container that nobody asked for it, and is what an intruder looks for
#     first.
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
#     Programs that call the Kubernetes API need the token.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [ServiceAccount]
package rules.sa.token_automount

import data.lib.inventory
import data.lib.pods

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

finding := pods.judge([pods.spec_check("automountServiceAccountToken", pods.get(pods.spec, ["automountServiceAccountToken"]), "false", not_mounted)]) if not pods.is_static

not_mounted := false if {
	mounts_token
} else := true
