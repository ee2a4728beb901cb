# METADATA
# scope: package
# title: The API server shows a certificate to etcd
# description: |
#   Looks whether `--etcd-certfile` and `--etcd-keyfile` are both given. A datastore behind a Unix
#   socket, as K3s has it, needs none, and the rule does not apply.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Whoever may talk to etcd may read and write everything in the cluster past RBAC and audit.
#     Client certificates keep that to the API server.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --etcd-certfile=<file>
#             - --etcd-keyfile=<file>
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     etcd must trust the CA of the certificate.
#   fix:
#     - {match: certfile$, set: <certificate for etcd>}
#     - {match: keyfile$, set: <key for etcd>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.etcd_client_cert

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.set("apiserver", "etcd-certfile"),
	settings.set("apiserver", "etcd-keyfile"),
]) if {
	not behind_socket
}

# Traffic over a socket does not leave the node.
behind_socket if {
	some server in settings.words(settings.value("apiserver", "etcd-servers"))
	startswith(server, "unix:")
}
