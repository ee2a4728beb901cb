# METADATA
# scope: package
# title: Paths of the node are mounted read-only
# description: |
#   Looks at every mount of a hostPath volume: it must be read-only.
# custom:
#   severity: high
#   fix: {set: true}
#   category: Host access
#   rationale: |
#     A pod that can write to the node can leave a static pod, a cron job or a key there and is
#     then root on it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           volumeMounts:
#             - name: <volume>
#               mountPath: <path>
#               readOnly: true
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     A program that writes there fails.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.hostpath_writable

import data.lib.pods

host_paths := {name: path |
	some v in pods.volumes
	name := v.volume.name
	path := v.volume.hostPath.path
}

finding := pods.judge([check |
	some c in pods.containers
	some i, mount in c.container.volumeMounts
	host_paths[mount.name]
	value := pods.get(mount, ["readOnly"])
	check := pods.check(c, sprintf("volumeMounts[%d].readOnly", [i]), value, "true", value == true)
])
