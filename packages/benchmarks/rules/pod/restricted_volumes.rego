# METADATA
# scope: package
# title: Volumes are of the usual kinds
# description: |
#   Looks that each volume is one of configMap, csi, downwardAPI, emptyDir, ephemeral, image,
#   persistentVolumeClaim, projected or secret. The API server makes an emptyDir of a volume that
#   names no kind.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: low
#   category: Kernel isolation
#   rationale: |
#     Other kinds reach the node or a storage system directly, with rights that the user of the
#     pod need not have.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       volumes:
#         - name: <volume>
#           persistentVolumeClaim:
#             claimName: <claim>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Data has to be reached by a PersistentVolumeClaim.
#   fix: {set: {name: <volume>, emptyDir: {}}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.restricted_volumes

import data.lib.pods

kinds := ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"]

finding := pods.judge([{"ok": is_usual(v.volume), "evidence": evidence} |
	some v in pods.volumes
	evidence := {
		"path": v.path, "actual": named_kinds(v.volume),
		"expected": concat(", ", kinds), "volume": pods.get(v.volume, ["name"]),
	}
])

default is_usual(_) := false

is_usual(volume) if {
	some kind in kinds
	pods.get(volume, [kind]) != null
}

is_usual(volume) if {
	is_object(volume)
	named_kinds(volume) == []
}

named_kinds(volume) := [key | some key, value in volume; key != "name"; value != null]
