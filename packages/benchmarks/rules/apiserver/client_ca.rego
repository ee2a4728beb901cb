# METADATA
# scope: package
# title: The API server verifies client certificates
# description: |
#   Looks whether `--client-ca-file` is given.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     Without it no client certificate can authenticate anybody: the components of the control
#     plane and the kubelets would have to come with weaker credentials.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --client-ca-file=/etc/kubernetes/pki/ca.crt
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None with a standard installation.
#   fix: {set: <file of the CA of clients>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.client_ca

import data.lib.settings

finding := settings.all_of("apiserver", [settings.set("apiserver", "client-ca-file")])
