# METADATA
# scope: package
# title: Containers drop all capabilities
# description: |
#   Looks that each container drops ALL and adds back at most NET_BIND_SERVICE. Part of the
#   restricted Pod Security level since 1.22; pods for Windows are exempt.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   category: Capabilities
#   rationale: |
#     Most programs need no capability at all. Those that the runtime gives by default let root in
#     the container change files of others and make raw packets.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             capabilities:
#               drop: [ALL]
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Programs that change their user or bind low ports need a setting or NET_BIND_SERVICE.
#   fix:
#     - {match: drop$, include: ALL}
#     - {match: 'add\[', remove: true}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.cap.drop_all

import data.lib.pods
import data.lib.versions

finding := pods.judge(array.concat(dropped, added)) if versions.at_least(22)

dropped := [check |
	not exempt
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "capabilities", "drop"])
	check := pods.check(c, "securityContext.capabilities.drop", value, "contains ALL", drops_all(value))
]

added := [pods.check(c, sprintf("securityContext.capabilities.add[%d]", [i]), name, "at most NET_BIND_SERVICE", false) |
	not exempt
	some c in pods.containers
	some i, name in pods.get(c.container, ["securityContext", "capabilities", "add"])
	name != "NET_BIND_SERVICE"
]

default drops_all(_) := false

drops_all(names) if "ALL" in names

# The fields do not exist for Windows, which the standards say since 1.25.
exempt if {
	pods.is_windows
	versions.at_least(25)
}
