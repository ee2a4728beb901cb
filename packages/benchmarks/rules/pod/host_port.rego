# METADATA
# scope: package
# title: No container takes a port of its node
# description: |
#   Looks at `hostPort` of every port of every container. 0 is the same as none.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {remove: true}
#   category: Host access
#   rationale: |
#     A port on the node is open to everybody who reaches the node, past Services and most network
#     policies, and keeps a second pod off it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           ports:
#             - containerPort: <port>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Clients have to use a Service.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.host_port

import data.lib.pods

ports := [{"c": c, "i": i, "value": value} |
	some c in pods.containers
	some i, port in c.container.ports
	value := pods.get(port, ["hostPort"])
]

finding := pods.judge([check |
	some port in ports
	check := pods.check(port.c, sprintf("ports[%d].hostPort", [port.i]), port.value, "none", port.value in {null, 0})
])
