# METADATA
# scope: package
# title: Containers drop NET_RAW
# description: |
#   The rule `cap-net-raw` under another id, for those who choose rules by the ids of a benchmark.
# custom:
#   severity: low
#   category: Capabilities
#   rationale: |
#     See `cap-net-raw`.
#   remediation: |
#     See `cap-net-raw`.
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   same_as: cap-net-raw
package rules.pod.net_raw

finding := data.rules.cap.net_raw.finding
