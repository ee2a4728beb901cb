# METADATA
# scope: package
# title: No container takes a port of its node
# description: |
#   The rule `pod-host-port` under another id, for those who choose rules by the ids of a
#   benchmark.
# custom:
#   severity: medium
#   category: Host access
#   rationale: |
#     See `pod-host-port`.
#   remediation: |
#     See `pod-host-port`.
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   same_as: pod-host-port
package rules.pod.hostport

finding := data.rules.pod.host_port.finding
