# METADATA
# scope: package
# title: Parts of /proc stay masked
# description: |
#   Looks at `procMount` of every container: it must be Default or unset. From 1.35 the baseline
#   level takes any value for a pod in a user namespace; the restricted level does not (the
#   parameter `strict`).
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {set: Default}
#   category: Kernel isolation
#   rationale: |
#     The masked parts of /proc change or tell things of the whole node.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             procMount: Default
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Containers that run containers need it unmasked; give them a user namespace.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: strict
#       description: No exemption for pods in a user namespace
#       default: false
package rules.pod.proc_mount

import data.lib.parameters
import data.lib.pods
import data.lib.versions

finding := pods.judge([check |
	not exempt
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "procMount"])
	value != null
	check := pods.check(c, "securityContext.procMount", value, "Default", value == "Default")
])

exempt if {
	pods.in_user_namespace
	versions.at_least(35)
	not parameters.get("pod-proc-mount", "strict", false)
}
