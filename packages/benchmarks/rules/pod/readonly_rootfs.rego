# METADATA
# scope: package
# title: Root file systems are read-only
# description: |
#   Looks at `readOnlyRootFilesystem` of every container: it must be true. The field exists on
#   containers only.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: low
#   fix: {set: true}
#   category: Privileges
#   rationale: |
#     An attacker who cannot write cannot leave tools or change the program for the next start.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           securityContext:
#             readOnlyRootFilesystem: true
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Programs that write beside their volumes fail; give them an emptyDir for it.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.readonly_rootfs

import data.lib.pods

finding := pods.judge([check |
	some c in pods.containers
	value := pods.get(c.container, ["securityContext", "readOnlyRootFilesystem"])
	check := pods.check(c, "securityContext.readOnlyRootFilesystem", value, "true", value == true)
])
