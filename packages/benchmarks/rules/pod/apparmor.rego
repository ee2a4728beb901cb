# METADATA
# scope: package
# title: No AppArmor profile is switched off
# description: |
#   Looks at `appArmorProfile.type` of pod and containers and at the older annotations: where one
#   is set, it must be RuntimeDefault or Localhost.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   category: Kernel isolation
#   rationale: |
#     AppArmor keeps a container from files and mounts of the node; unconfined gives that up.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         appArmorProfile:
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
#     Programs that write below /proc or mount file systems fail.
#   fix:
#     - {match: type$, set: RuntimeDefault}
#     - {match: ^metadata, within: template, set: runtime/default}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.apparmor

import data.lib.pods

finding := pods.judge(array.concat(field_checks, annotation_checks))

field_checks := [{"ok": type in {"RuntimeDefault", "Localhost"}, "evidence": evidence} |
	some holder in pods.contexts
	profile := pods.get(holder.context, ["appArmorProfile"])
	profile != null
	type := object.get(profile, "type", "")
	evidence := {
		"path": sprintf("%s.appArmorProfile.type", [holder.path]), "actual": type,
		"expected": "RuntimeDefault or Localhost", "container": holder.name,
	}
]

annotation_checks := [{"ok": is_confined(value), "evidence": evidence} |
	some key, value in pods.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	evidence := {"path": sprintf("metadata.annotations[%s]", [key]), "actual": value, "expected": "runtime/default or localhost/"}
]

default is_confined(_) := false

is_confined(value) if value in {"", "runtime/default"}

is_confined(value) if startswith(value, "localhost/")
