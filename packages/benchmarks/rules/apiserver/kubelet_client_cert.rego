# METADATA
# scope: package
# title: The API server shows a certificate to kubelets
# description: |
#   Looks whether `--kubelet-client-certificate` and `--kubelet-client-key` are both given.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without them the API server speaks to kubelets as an anonymous caller. Either kubelets
#     refuse it and logs and exec stop working, or they accept anybody.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --kubelet-client-certificate=<file>
#             - --kubelet-client-key=<file>
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None where kubelets already trust the CA that signed the certificate.
#   fix:
#     - {match: certificate$, set: <certificate for kubelets>}
#     - {match: key$, set: <key for kubelets>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.kubelet_client_cert

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.set("apiserver", "kubelet-client-certificate"),
	settings.set("apiserver", "kubelet-client-key"),
])
