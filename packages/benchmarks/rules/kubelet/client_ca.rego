# METADATA
# scope: package
# title: The kubelet verifies client certificates
# description: |
#   Looks whether the effective `authentication.x509.clientCAFile` is set. It is empty by default.
# custom:
#   severity: high
#   category: Kubelet
#   rationale: |
#     The API server authenticates at the kubelet with a certificate. Without a CA the kubelet
#     cannot tell it from anybody else.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     authentication:
#       x509:
#         clientCAFile: /etc/kubernetes/pki/ca.crt
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Callers need certificates of that CA, or tokens.
#   fix: {set: <file of the CA of clients>}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.client_ca

import data.lib.settings

finding := settings.all_of("kubelet", [settings.set("kubelet", "authentication.x509.clientCAFile")])
