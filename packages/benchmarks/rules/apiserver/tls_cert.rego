# METADATA
# scope: package
# title: The API server has a serving certificate of its own
# description: |
#   Looks whether `--tls-cert-file` and `--tls-private-key-file` are both given.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     Without them the API server makes itself a certificate at each start that no client can
#     verify; users then get used to skipping verification.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --tls-cert-file=<file>
#             - --tls-private-key-file=<file>
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Clients must trust the CA of the certificate.
#   fix:
#     - {match: cert-file$, set: <serving certificate>}
#     - {match: key-file$, set: <serving key>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.tls_cert

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.set("apiserver", "tls-cert-file"),
	settings.set("apiserver", "tls-private-key-file"),
])
