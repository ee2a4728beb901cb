# METADATA
# scope: package
# title: No container runs an SSH server
# description: |
#   Looks for the ports 22 and 2222 among the ports of containers.
# custom:
#   severity: low
#   category: Network
#   rationale: |
#     kubectl exec is authorized and audited; an SSH server in a pod is neither.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           ports: []
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Use `kubectl exec`.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.ssh_server

import data.lib.pods

finding := pods.judge([pods.check(c, sprintf("ports[%d].containerPort", [i]), value, "not 22 or 2222", not_ssh(value)) |
	some c in pods.containers
	some i, port in c.container.ports
	value := port.containerPort
])

not_ssh(value) := false if {
	value in {22, 2222}
} else := true
