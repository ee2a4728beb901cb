# METADATA
# scope: package
# title: No pod shares the inter-process communication of its node
# description: |
#   Looks at `hostIPC` of the pod. False and unset are the same.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix: {remove: true}
#   category: Host access
#   rationale: |
#     Shared memory of the host lets a container read and change data of other processes that use
#     it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       hostIPC: false
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
package rules.pod.host_ipc

import data.lib.pods

value := pods.get(pods.spec, ["hostIPC"])

finding := pods.judge([pods.spec_check("hostIPC", value, "not true", value != true)])
