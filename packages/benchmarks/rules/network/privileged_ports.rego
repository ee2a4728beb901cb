# METADATA
# scope: package
# title: Containers listen above port 1023
# description: |
#   Looks at `containerPort` of every port.
# custom:
#   id: pod-privileged-ports
#   severity: info
#   category: Network
#   rationale: |
#     Low ports need a capability or root.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           ports:
#             - containerPort: 8080
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     The program and its Services must use the other port.
#   fix: {set: "<port of 1024 or more: number>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.network.privileged_ports

import data.lib.pods

finding := pods.judge([pods.check(c, sprintf("ports[%d].containerPort", [i]), value, "1024 or more", value >= 1024) |
	some c in pods.containers
	some i, port in c.container.ports
	value := port.containerPort
	is_number(value)
])
