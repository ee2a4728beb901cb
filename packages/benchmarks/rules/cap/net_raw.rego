# METADATA
# scope: package
# title: Containers drop NET_RAW
# description: |
#   Looks whether each container drops NET_RAW or ALL, and does not add it again.
# custom:
#   severity: low
#   category: Capabilities
#   rationale: |
#     With raw packets a pod can pose as others on the same network segment and read what is not
#     meant for it. Most runtimes give the capability by default.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             capabilities:
#               drop: [NET_RAW]
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     ping of old images stops working.
#   fix:
#     - {match: drop$, include: NET_RAW}
#     - {match: add$, exclude: <actual>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.cap.net_raw

import data.lib.pods

finding := pods.judge(array.concat(dropped, added))

dropped := [pods.check(c, "securityContext.capabilities.drop", value, "contains NET_RAW or ALL", gives_up(value)) |
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "capabilities", "drop"])
]

added := [pods.check(c, "securityContext.capabilities.add", name, "without NET_RAW", false) |
	some c in pods.containers
	some name in pods.get(c.container, ["securityContext", "capabilities", "add"])
	plain(name) in {"NET_RAW", "ALL"}
]

default gives_up(_) := false

gives_up(names) if {
	some name in names
	plain(name) in {"NET_RAW", "ALL"}
}

# As the kernel names them: without the prefix, in capitals.
plain(name) := trim_prefix(upper(name), "CAP_")
