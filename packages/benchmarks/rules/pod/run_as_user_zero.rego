# METADATA
# scope: package
# title: No container is told to run as user 0
# description: |
#   Looks at `runAsUser` of the pod and of every container: 0 fails, unset passes. Part of the Pod
#   Security Standards since 1.23; pods in a user namespace are exempt from 1.35.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   category: Privileges
#   rationale: |
#     A user of 0 says that root is meant, and overrides a better choice in the image.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
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
#     Files of the image must be readable for that user.
#   fix: {set: "<user id that the image can run with: number>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.run_as_user_zero

import data.lib.pods
import data.lib.versions

finding := pods.judge(checks) if versions.at_least(23)

checks := [check |
	not exempt
	some holder in pods.contexts
	value := pods.get(holder.context, ["runAsUser"])
	value != null
	check := {"ok": value != 0, "evidence": {
		"path": sprintf("%s.runAsUser", [holder.path]), "actual": value,
		"expected": "not 0", "container": holder.name,
	}}
]

# In a user namespace root is nobody on the node; the standards take that since 1.35.
exempt if {
	pods.in_user_namespace
	versions.at_least(35)
}
