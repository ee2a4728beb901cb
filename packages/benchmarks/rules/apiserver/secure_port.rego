# METADATA
# scope: package
# title: The secure port of the API server is on
# description: |
#   Looks that `--secure-port` is not 0. Current versions do not take 0.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     With 0 there is no TLS port, and clients would have to speak without it.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --secure-port=6443
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None.
#   fix: {set: 6443}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.secure_port

import data.lib.settings

finding := settings.all_of("apiserver", [settings.not_equal("apiserver", "secure-port", 0)])
