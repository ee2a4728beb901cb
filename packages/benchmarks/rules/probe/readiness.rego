# METADATA
# scope: package
# title: Containers have a readiness probe
# description: |
#   Looks whether each container has a `readinessProbe`. Jobs and CronJobs end by themselves and
#   are left out.
# custom:
#   severity: info
#   category: Reliability
#   rationale: |
#     Without it a pod gets requests before it can answer them.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           readinessProbe:
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
#   fix: {set: {httpGet: {path: <path that tells that it is ready>, port: "<port: number>"}}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet]
package rules.probe.readiness

import data.lib.pods

finding := pods.judge([pods.check(c, "readinessProbe", shown, "set", is_object(value)) |
	some c in pods.main_containers
	value := pods.get(c.container, ["readinessProbe"])
	shown := is_object(value)
])
