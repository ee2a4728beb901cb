# METADATA
# scope: package
# title: Some protection of the kernel is on
# description: |
#   Looks whether each container has at least one of: a seccomp profile, SELinux options, an
#   AppArmor profile, dropped capabilities.
# custom:
#   severity: medium
#   category: Kernel isolation
#   rationale: |
#     Containers share the kernel of the node. With none of these protections all of it is within
#     reach.
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
#     None with RuntimeDefault for most programs.
#   fix: {at: .seccompProfile.type, set: RuntimeDefault}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.linux_hardening

import data.lib.pods

fields := ["seccompProfile", "seLinuxOptions", "appArmorProfile"]

finding := pods.judge([pods.check(c, "securityContext", protections(c), "any protection", count(protections(c)) > 0) |
	some c in pods.containers
])

protections(c) := sort((set_fields(c) | dropped(c)) | annotated(c))

set_fields(c) := {field |
	some field in fields
	value := pods.effective(c, [field])
	value != null
	object.get(value, "type", "") != "Unconfined"
}

dropped(c) := {"capabilities.drop" |
	some _ in pods.get(c.container, ["securityContext", "capabilities", "drop"])
}

annotated(c) := {"appArmor annotation" |
	value := pods.annotations[sprintf("container.apparmor.security.beta.kubernetes.io/%s", [c.name])]
	value != "unconfined"
}
