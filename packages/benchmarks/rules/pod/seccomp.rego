# METADATA
# scope: package
# title: Every container has a seccomp profile
# description: |
#   The rule `pod-seccomp-runtime-default` under another id, for those who choose rules by the ids
#   of a benchmark.
# custom:
#   severity: low
#   category: Kernel isolation
#   rationale: |
#     See `pod-seccomp-runtime-default`.
#   remediation: |
#     See `pod-seccomp-runtime-default`.
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   same_as: pod-seccomp-runtime-default
package rules.pod.seccomp

finding := data.rules.pod.seccomp_runtime_default.finding
