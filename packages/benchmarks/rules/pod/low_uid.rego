# METADATA
# scope: package
# title: The user number is above those of the node
# description: |
#   Looks whether `runAsUser` of each container, or of its pod, is above 10000.
# custom:
#   severity: info
#   category: Privileges
#   rationale: |
#     Low numbers are those of accounts on the node. A process that breaks out has the rights of
#     the user there that has the same number.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         runAsUser: 10001
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Files of the image must be readable for that number.
#   fix: {set: "<user id that the image can run with: number>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: above
#       description: The number that must be exceeded
#       default: 10000
#   optional: true
package rules.pod.low_uid

import data.lib.parameters
import data.lib.pods

least := parameters.get("pod-low-uid", "above", 10000)

finding := pods.judge([pods.check(c, "securityContext.runAsUser", value, sprintf("above %v", [least]), is_above(value)) |
	some c in pods.containers
	value := pods.effective(c, ["runAsUser"])
])

default is_above(_) := false

is_above(value) if {
	is_number(value)
	value > least
}
