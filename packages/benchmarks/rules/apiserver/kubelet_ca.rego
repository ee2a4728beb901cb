# METADATA
# scope: package
# title: The API server verifies the certificates of kubelets
# description: |
#   Looks whether `--kubelet-certificate-authority` is given. kubeadm leaves it out, so a plain
#   kubeadm cluster fails.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without it the API server accepts any certificate from a kubelet. Somebody between the two
#     reads what goes through exec, logs and port forwarding, and can answer in the place of the
#     kubelet.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     First give every kubelet a serving certificate of the cluster’s CA (`serverTLSBootstrap:
#     true` in its configuration, then approve the requests), or the API server will reach none of
#     them.
#   impact: |
#     Logs, exec and metrics fail for each kubelet whose serving certificate is self-signed.
#   fix: {set: <file of the CA of kubelets>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.kubelet_ca

import data.lib.settings

finding := settings.all_of("apiserver", [settings.set("apiserver", "kubelet-certificate-authority")])
