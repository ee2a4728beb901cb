# METADATA
# scope: package
# title: SELinux options stay within those for containers
# description: |
#   Looks at `seLinuxOptions` of pod and containers: the type must be one for containers
#   (container_engine_t from 1.31), and user and role unset.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {remove: true}
#   category: Kernel isolation
#   rationale: |
#     Another type or role can lift what SELinux forbids to containers.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         seLinuxOptions:
#           type: container_t
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Pods that were given a special type lose what it allowed.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.selinux

import data.lib.pods
import data.lib.versions

types := {"", "container_t", "container_init_t", "container_kvm_t"} | newer

newer := {"container_engine_t"} if {
	versions.at_least(31)
} else := set()

finding := pods.judge([{"ok": is_plain(options), "evidence": evidence} |
	some holder in pods.contexts
	options := pods.get(holder.context, ["seLinuxOptions"])
	options != null
	evidence := {
		"path": sprintf("%s.seLinuxOptions", [holder.path]), "actual": options,
		"expected": "a type for containers, no user, no role", "container": holder.name,
	}
])

default is_plain(_) := false

is_plain(options) if {
	text(options, "type") in types
	text(options, "user") == ""
	text(options, "role") == ""
}

text(options, key) := "" if {
	pods.get(options, [key]) == null
} else := options[key]
