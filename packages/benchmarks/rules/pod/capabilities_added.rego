# METADATA
# scope: package
# title: No container adds capabilities beyond the usual ones
# description: |
#   The rule `cap-added-beyond-default` under another id, for those who choose rules by the ids of
#   a benchmark.
# custom:
#   severity: medium
#   category: Capabilities
#   rationale: |
#     See `cap-added-beyond-default`.
#   remediation: |
#     See `cap-added-beyond-default`.
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   same_as: cap-added-beyond-default
package rules.pod.capabilities_added

finding := data.rules.cap.added_beyond_default.finding
