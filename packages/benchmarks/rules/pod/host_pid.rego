# METADATA
# scope: package
# title: No pod shares the process ids of its node
# description: |
#   Looks at `hostPID` of the pod. False and unset are the same.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix: {remove: true}
#   category: Host access
#   rationale: |
#     With the process table of the host a container sees every process of the node with its
#     environment, and as root can enter or stop them.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       hostPID: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Monitoring and network agents often need it; keep them in a namespace of their own and
#     except them there.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.host_pid

import data.lib.pods

value := pods.get(pods.spec, ["hostPID"])

finding := pods.judge([pods.spec_check("hostPID", value, "not true", value != true)])
