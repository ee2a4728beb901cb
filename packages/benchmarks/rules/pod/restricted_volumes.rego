# METADATA
# scope: package
# title: Volumes are of the usual kinds
# description: |
#   Looks that each volume is one of configMap, csi, downwardAPI, emptyDir, ephemeral, image,
#   persistentVolumeClaim, projected or secret.
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
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.restricted_volumes

import data.lib.pods

kinds := ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"]

finding := pods.judge([{"ok": is_usual(v.volume), "evidence": evidence} |
	some v in pods.volumes
	evidence := {
		"path": v.path, "actual": [key | some key, value in v.volume; key != "name"; value != null],
		"expected": concat(", ", kinds), "volume": pods.get(v.volume, ["name"]),
	}
])

default is_usual(_) := false

is_usual(volume) if {
	some kind in kinds
	pods.get(volume, [kind]) != null
}
