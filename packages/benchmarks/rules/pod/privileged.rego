# METADATA
# scope: package
# title: No container is privileged
# description: |
#   Looks at `privileged` of every container, init and ephemeral ones too.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix: {set: false}
#   category: Host access
#   rationale: |
#     A privileged container has all capabilities, all devices and no profile in its way: whoever
#     breaks into it is root on the node at the next step.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             privileged: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Programs that manage the node (storage and network plug-ins) need single capabilities or
#     devices instead.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.privileged

import data.lib.pods

finding := pods.judge([check |
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "privileged"])
	check := pods.check(c, "securityContext.privileged", value, "not true", value != true)
])
