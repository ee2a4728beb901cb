# METADATA
# scope: package
# title: No pod mounts a directory that controls its node
# description: |
#   Compares each hostPath with the directories that hold the system, its devices, the container
#   runtime and the kubelet. A path inside such a directory counts, and so does one that holds it,
#   such as /var or the root directory.
# custom:
#   severity: high
#   category: Host access
#   rationale: |
#     Who can read these directories has the credentials of the node; who can write them has the
#     node.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       volumes:
#         - name: <volume>
#           hostPath:
#             path: /var/log/<name>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Node agents need an exception.
#   fix:
#     - {at: ^, remove: true}
#     - {at: ^^emptyDir, set: {}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: directories
#       description: Directories that no pod may mount
#       default: ["/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/run", "/sys", "/usr", "/var/lib/kubelet", "/var/lib/docker", "/var/lib/containerd", "/var/lib/etcd", "/var/run"]
package rules.pod.hostpath_sensitive

import data.lib.parameters
import data.lib.pods

directories := parameters.get("pod-hostpath-sensitive", "directories", ["/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/run", "/sys", "/usr", "/var/lib/kubelet", "/var/lib/docker", "/var/lib/containerd", "/var/lib/etcd", "/var/run"])

finding := pods.judge([{"ok": ok, "evidence": evidence} |
	some v in pods.volumes
	path := v.volume.hostPath.path
	ok := count(inside(clean(path))) == 0
	evidence := {
		"path": sprintf("%s.hostPath.path", [v.path]), "actual": path,
		"expected": "no directory of the system", "volume": pods.get(v.volume, ["name"]),
	}
])

# The directories that the path lies in or holds; the root, which cleans to nothing, holds them all.
inside(path) := {directory |
	some directory in directories
	overlap(sprintf("%s/", [path]), sprintf("%s/", [directory]))
}

overlap(path, directory) if startswith(path, directory)

overlap(path, directory) if startswith(directory, path)

# Without doubled and trailing slashes and dots.
clean(path) := trim_suffix(regex.replace(regex.replace(path, `/(\./)+`, "/"), `/{2,}`, "/"), "/")
