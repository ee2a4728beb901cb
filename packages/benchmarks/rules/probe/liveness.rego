# METADATA
# scope: package
# title: Containers have a liveness probe
# description: |
#   Looks whether each container has a `livenessProbe`. Jobs and CronJobs end by themselves and
#   are left out.
# custom:
#   severity: info
#   category: Reliability
#   rationale: |
#     A program that hangs is restarted only if something notices.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           livenessProbe:
#             httpGet:
#               path: /healthz
#               port: <port>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     A probe that is too strict restarts or takes out healthy pods.
#   fix: {set: {httpGet: {path: <path that tells that it lives>, port: "<port: number>"}}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet]
package rules.probe.liveness

import data.lib.pods

finding := pods.judge([pods.check(c, "livenessProbe", shown, "set", is_object(value)) |
	some c in pods.main_containers
	value := pods.get(c.container, ["livenessProbe"])
	shown := is_object(value)
])
