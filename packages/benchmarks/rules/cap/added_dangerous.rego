# METADATA
# scope: package
# title: No container adds a capability that opens the node
# description: |
#   Compares `capabilities.add` with the capabilities that amount to root on the node or let a
#   process read others’ traffic. Names count with or without the prefix CAP_ and in any case.
# custom:
#   severity: high
#   fix: {remove: true}
#   category: Capabilities
#   rationale: |
#     SYS_ADMIN, SYS_MODULE, SYS_PTRACE and their like are ways out of the container by design.
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
#     What needs the capability fails; look whether a smaller one is enough.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: capabilities
#       description: Capabilities that no container may add
#       default: ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "SYS_BOOT", "NET_ADMIN", "MAC_ADMIN", "MAC_OVERRIDE", "BPF", "PERFMON", "DAC_READ_SEARCH", "SETPCAP", "NET_RAW"]
package rules.cap.added_dangerous

import data.lib.parameters
import data.lib.pods

dangerous := {name | some name in parameters.get("cap-added-dangerous", "capabilities", ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "SYS_BOOT", "NET_ADMIN", "MAC_ADMIN", "MAC_OVERRIDE", "BPF", "PERFMON", "DAC_READ_SEARCH", "SETPCAP", "NET_RAW"])}

finding := pods.judge([check |
	some c in pods.containers
	some i, name in pods.get(c.container, ["securityContext", "capabilities", "add"])
	check := pods.check(c, sprintf("securityContext.capabilities.add[%d]", [i]), name, "no dangerous capability", is_harmless(name))
])

default is_harmless(_) := false

is_harmless(name) if not plain(name) in dangerous

# As the kernel names them: without the prefix, in capitals.
plain(name) := trim_prefix(upper(name), "CAP_")
