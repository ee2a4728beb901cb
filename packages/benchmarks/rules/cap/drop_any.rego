# METADATA
# scope: package
# title: Containers drop some capability
# description: |
#   Looks whether `capabilities.drop` of each container names anything.
# custom:
#   severity: low
#   fix: {include: ALL}
#   category: Capabilities
#   rationale: |
#     A container that drops nothing shows that nobody looked at what it needs.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             capabilities:
#               drop: [ALL]
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     See the rule for dropping all.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.cap.drop_any

import data.lib.pods

finding := pods.judge([pods.check(c, "securityContext.capabilities.drop", value, "not empty", is_some(value)) |
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "capabilities", "drop"])
])

default is_some(_) := false

is_some(names) if count(names) > 0
