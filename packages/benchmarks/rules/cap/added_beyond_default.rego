# METADATA
# scope: package
# title: No container adds capabilities beyond the usual ones
# description: |
#   Looks that `capabilities.add` has only capabilities of the baseline level of the Pod Security
#   Standards, which are those that runtimes give by default. Names must be written exactly so.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {remove: true}
#   category: Capabilities
#   rationale: |
#     Every capability that is added is one more thing that root in the container can do to the
#     node.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             capabilities:
#               add: []
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     What needs the capability fails.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: before_minor
#       description: Applies only to Kubernetes before this minor version
#       default: null
package rules.cap.added_beyond_default

import data.lib.parameters
import data.lib.pods
import data.lib.versions

allowed := {name | some name in ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"]}

finding := pods.judge(checks) if not superseded

checks := [check |
	some c in pods.containers
	some i, name in pods.get(c.container, ["securityContext", "capabilities", "add"])
	check := pods.check(c, sprintf("securityContext.capabilities.add[%d]", [i]), name, "a capability of the baseline level", name in allowed)
]

# Another rule of the same level takes its place from some version on.
superseded if {
	before := parameters.get("cap-added-beyond-default", "before_minor", null)
	is_number(before)
	versions.at_least(before)
}
