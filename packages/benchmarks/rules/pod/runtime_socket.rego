# METADATA
# scope: package
# title: No pod reaches the socket of the container runtime
# description: |
#   Looks for hostPath volumes that are the socket of a container runtime or a directory that
#   holds it.
# custom:
#   severity: critical
#   category: Host access
#   rationale: |
#     The runtime starts any container for whoever speaks to its socket, also a privileged one
#     with the root of the node mounted. Read-only mounts do not help.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       volumes: []
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Tools that build images or read container logs this way need another way (a rootless
#     builder, the kubelet’s log files).
#   fix:
#     - {at: ^, remove: true}
#     - {at: ^^emptyDir, set: {}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: sockets
#       description: Sockets of container runtimes
#       default: ["/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/var/run/containerd/containerd.sock", "/var/run/crio/crio.sock", "/run/crio/crio.sock", "/run/cri-dockerd.sock", "/var/run/cri-dockerd.sock", "/run/k3s/containerd/containerd.sock"]
package rules.pod.runtime_socket

import data.lib.parameters
import data.lib.pods

sockets := parameters.get("pod-runtime-socket", "sockets", ["/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/var/run/containerd/containerd.sock", "/var/run/crio/crio.sock", "/run/crio/crio.sock", "/run/cri-dockerd.sock", "/var/run/cri-dockerd.sock", "/run/k3s/containerd/containerd.sock"])

finding := pods.judge([{"ok": ok, "evidence": evidence} |
	some v in pods.volumes
	path := v.volume.hostPath.path
	ok := count([socket | some socket in sockets; holds(clean(path), socket)]) == 0
	evidence := {
		"path": sprintf("%s.hostPath.path", [v.path]), "actual": path,
		"expected": "no runtime socket, nor a directory that holds one", "volume": pods.get(v.volume, ["name"]),
	}
])

holds(path, socket) if startswith(sprintf("%s/", [socket]), sprintf("%s/", [path]))

# Without doubled and trailing slashes and dots.
clean(path) := trim_suffix(regex.replace(regex.replace(path, `/(\./)+`, "/"), `/{2,}`, "/"), "/")
