# METADATA
# scope: package
# title: Containers may not run as root
# description: |
#   Looks at `runAsNonRoot`: it must be true for each container, by its own field or by the pod’s,
#   and nowhere false. A user number above 0 alone is not enough, as in the Pod Security
#   Standards, because it can be changed without anybody asking. Pods in a user namespace are
#   exempt from 1.35.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {set: true}
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
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     An image whose user is root, or a name instead of a number, does not start.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.run_as_non_root

import data.lib.pods
import data.lib.versions

pod_value := pods.get(pods.spec, ["securityContext", "runAsNonRoot"])

finding := pods.judge(array.concat(pod_checks, container_checks))

# A false on the pod counts even where every container says true.
pod_checks := [pods.spec_check("securityContext.runAsNonRoot", false, "true", false) |
	not exempt
	pod_value == false
]

container_checks := [check |
	not exempt
	some c in pods.containers
	value := pods.effective(c, ["runAsNonRoot"])
	check := pods.check(c, "securityContext.runAsNonRoot", value, "true", value == true)
]

# In a user namespace root is nobody on the node; the standards take that since 1.35.
exempt if {
	pods.in_user_namespace
	versions.at_least(35)
}
