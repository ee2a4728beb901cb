# METADATA
# scope: package
# title: Every container has a seccomp profile
# description: |
#   Looks that each container has a profile of type RuntimeDefault or Localhost, its own or the
#   pod’s, and none is Unconfined. Part of the restricted Pod Security level since 1.19; pods for
#   Windows are exempt. A kubelet with seccompDefault makes up for it on its node only.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: low
#   fix: {set: RuntimeDefault}
#   category: Kernel isolation
#   rationale: |
#     Without a profile a container may make every system call, those too in which most kernel
#     flaws were found.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         seccompProfile:
#           type: RuntimeDefault
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Programs that need unusual system calls fail.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.seccomp_runtime_default

import data.lib.pods
import data.lib.versions

allowed := {"RuntimeDefault", "Localhost"}

finding := pods.judge(array.concat(pod_checks, container_checks)) if versions.at_least(19)

pod_type := object.get(pods.spec, ["securityContext", "seccompProfile", "type"], null)

pod_checks := [pods.spec_check("securityContext.seccompProfile.type", pod_type, "RuntimeDefault or Localhost", false) |
	not exempt
	is_object(pods.get(pods.spec, ["securityContext", "seccompProfile"]))
	not pod_type in allowed
]

container_checks := [check |
	not exempt
	some c in pods.containers
	type := type_of(c)
	check := pods.check(c, "securityContext.seccompProfile.type", type, "RuntimeDefault or Localhost", type in allowed)
]

# A profile of the container, also one without a type, stands before the pod's.
type_of(c) := object.get(profile, "type", "") if {
	profile := pods.get(c.container, ["securityContext", "seccompProfile"])
	is_object(profile)
} else := pod_type

# The fields do not exist for Windows, which the standards say since 1.25.
exempt if {
	pods.is_windows
	versions.at_least(25)
}
