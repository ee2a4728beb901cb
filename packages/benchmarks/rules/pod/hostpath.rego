# METADATA
# scope: package
# title: No pod mounts a path of its node
# description: |
#   Looks for volumes of type hostPath.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   category: Host access
#   rationale: |
#     A path of the node is the usual way out of a container: to configuration, credentials and
#     sockets that are not meant for it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       volumes:
#         - name: <volume>
#           emptyDir: {}
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Data on the node is no longer within reach; agents that need it should be excepted by name.
#   fix:
#     - {remove: true}
#     - {at: ^emptyDir, set: {}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.hostpath

import data.lib.pods

finding := pods.judge([{"ok": value == null, "evidence": evidence} |
	some v in pods.volumes
	value := pods.get(v.volume, ["hostPath"])
	evidence := {
		"path": sprintf("%s.hostPath", [v.path]), "actual": value, "expected": "none",
		"volume": pods.get(v.volume, ["name"]),
	}
])
