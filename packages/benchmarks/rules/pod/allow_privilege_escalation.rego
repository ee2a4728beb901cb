# METADATA
# scope: package
# title: No process gains privileges over its parent
# description: |
#   Looks at `allowPrivilegeEscalation` of every container: it must be false. Unset means true.
#   Pods for Windows are exempt.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {set: false}
#   category: Privileges
#   rationale: |
#     While it is allowed, a set-uid program inside the image turns a foothold into root in the
#     container.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             allowPrivilegeEscalation: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     sudo, su and ping of old images stop working.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.allow_privilege_escalation

import data.lib.pods
import data.lib.versions

finding := pods.judge(checks) if versions.at_least(8)

checks := [check |
	not exempt
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "allowPrivilegeEscalation"])
	check := pods.check(c, "securityContext.allowPrivilegeEscalation", value, "false", value == false)
]

# The fields do not exist for Windows, which the standards say since 1.25.
exempt if {
	pods.is_windows
	versions.at_least(25)
}
