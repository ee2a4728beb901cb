# METADATA
# scope: package
# title: Containers have no capabilities
# description: |
#   Looks whether each container drops ALL.
# custom:
#   severity: medium
#   fix: {include: ALL}
#   category: Capabilities
#   rationale: |
#     Most programs need none of the capabilities that the runtime gives them.
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
#     Programs that change their user or bind low ports need some.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.capabilities_assigned

import data.lib.pods

finding := pods.judge([pods.check(c, "securityContext.capabilities.drop", value, "contains ALL", drops_all(value)) |
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "capabilities", "drop"])
])

default drops_all(_) := false

drops_all(names) if "ALL" in names
