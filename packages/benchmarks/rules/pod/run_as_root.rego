# METADATA
# scope: package
# title: Containers do not run as root
# description: |
#   Looks whether each container is kept from running as root: `runAsNonRoot` is true, by its own
#   field or the pod’s, and its user is not 0.
# custom:
#   severity: medium
#   category: Privileges
#   rationale: |
#     Root in the container is root on the node for the kernel, held back only by what the runtime
#     takes away.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         runAsNonRoot: true
#         runAsUser: 1000
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     An image whose user is root does not start.
#   fix:
#     - {match: runAsNonRoot$, set: true}
#     - {match: runAsUser$, set: "<user id that the image can run with: number>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.run_as_root

import data.lib.pods

finding := pods.judge(array.concat(
	[pods.check(c, "securityContext.runAsNonRoot", value, "true", value == true) |
		some c in pods.containers
		value := pods.effective(c, ["runAsNonRoot"])
	],
	[pods.check(c, "securityContext.runAsUser", 0, "not 0", false) |
		some c in pods.containers
		pods.effective(c, ["runAsUser"]) == 0
	],
))
