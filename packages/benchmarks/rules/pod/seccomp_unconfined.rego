# METADATA
# scope: package
# title: No seccomp profile is switched off
# description: |
#   Looks at `seccompProfile.type` of the pod and of every container: where it is set, it must be
#   RuntimeDefault or Localhost. Before Kubernetes 1.19 the annotations count instead.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {set: RuntimeDefault}
#   category: Kernel isolation
#   rationale: |
#     Unconfined opens all system calls, those too in which most kernel flaws were found.
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
#   parameters:
#     - name: before_minor
#       description: Applies only to Kubernetes before this minor version
#       default: null
package rules.pod.seccomp_unconfined

import data.lib.parameters
import data.lib.pods
import data.lib.versions

finding := pods.judge(field_checks) if {
	not superseded
	versions.at_least(19)
}

finding := pods.judge(annotation_checks) if {
	not superseded
	not versions.at_least(19)
}

field_checks := [{"ok": type in {"RuntimeDefault", "Localhost"}, "evidence": evidence} |
	some holder in pods.contexts
	profile := pods.get(holder.context, ["seccompProfile"])
	profile != null
	type := object.get(profile, "type", "")
	evidence := {
		"path": sprintf("%s.seccompProfile.type", [holder.path]), "actual": type,
		"expected": "RuntimeDefault or Localhost", "container": holder.name,
	}
]

keys := {"seccomp.security.alpha.kubernetes.io/pod"} | {sprintf("container.seccomp.security.alpha.kubernetes.io/%s", [c.name]) | some c in pods.containers}

annotation_checks := [{"ok": is_confined(value), "evidence": evidence} |
	some key in keys
	value := pods.annotations[key]
	evidence := {"path": sprintf("metadata.annotations[%s]", [key]), "actual": value, "expected": "a profile"}
]

default is_confined(_) := false

is_confined(value) if value in {"runtime/default", "docker/default"}

is_confined(value) if startswith(value, "localhost/")

# Another rule of the same level takes its place from some version on.
superseded if {
	before := parameters.get("pod-seccomp-unconfined", "before_minor", null)
	is_number(before)
	versions.at_least(before)
}
