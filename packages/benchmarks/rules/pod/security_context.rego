# METADATA
# scope: package
# title: Every container has a security context
# description: |
#   Looks whether pod or container has any security context at all.
# custom:
#   severity: info
#   category: Privileges
#   rationale: |
#     Where nobody wrote one, nobody decided: everything is as the image and the runtime have it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         runAsNonRoot: true
#         seccompProfile:
#           type: RuntimeDefault
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     See the single rules.
#   fix: {at: .allowPrivilegeEscalation, set: false}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.security_context

import data.lib.pods

finding := pods.judge([pods.check(c, "securityContext", shown, "set", is_set(value)) |
	some c in pods.containers
	value := object.union(as_object(pods.get(pods.spec, ["securityContext"])), as_object(pods.get(c.container, ["securityContext"])))
	shown := sort(object.keys(value))
])

as_object(value) := value if is_object(value)

as_object(null) := {}

default is_set(_) := false

is_set(value) if count(value) > 0
