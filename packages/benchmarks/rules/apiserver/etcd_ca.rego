# METADATA
# scope: package
# title: The API server verifies the certificate of etcd
# description: |
#   Looks whether `--etcd-cafile` is given. A datastore behind a Unix socket needs none, and the
#   rule does not apply.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without it the API server would hand the whole state of the cluster to anybody who answers
#     in the place of etcd.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None with a standard installation.
#   fix: {set: <file of the CA of etcd>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.etcd_ca

import data.lib.settings

finding := settings.all_of("apiserver", [settings.set("apiserver", "etcd-cafile")]) if {
	not behind_socket
}

# Traffic over a socket does not leave the node.
behind_socket if {
	some server in settings.words(settings.value("apiserver", "etcd-servers"))
	startswith(server, "unix:")
}
