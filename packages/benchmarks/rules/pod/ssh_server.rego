# METADATA
# scope: package
# title: No container runs an SSH server
# description: |
#   Looks for the ports 22 and 2222 among the ports of containers and of Services.
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
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob, Service]
package rules.pod.ssh_server

import data.lib.pods
import data.lib.verdict

ports := {22, 2222, "22", "2222", "ssh"}

finding := pods.judge([pods.check(c, sprintf("ports[%d].containerPort", [i]), value, "not 22 or 2222", not_ssh(value)) |
	some c in pods.containers
	some i, port in c.container.ports
	value := port.containerPort
])

finding := verdict.failed_if_any(service_offences, []) if input.sub_type == "Service"

service_offences := [{"path": sprintf("spec.ports[%d]", [i]), "actual": port, "expected": "not 22 or 2222"} |
	some i, port in input.data.spec.ports
	some field in ["port", "targetPort"]
	port[field] in ports
]

not_ssh(value) := false if {
	value in ports
} else := true
