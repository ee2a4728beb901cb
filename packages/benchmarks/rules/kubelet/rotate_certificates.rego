# METADATA
# scope: package
# title: The kubelet renews its client certificate
# description: |
#   Looks that the effective `rotateCertificates` is true. Contrary to what is often written, its
#   default is false; kubeadm sets it. Where certificates come from elsewhere the rule can be
#   excepted.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     A certificate that is not renewed in time takes the node out of the cluster; long-lived ones
#     are given out to avoid that, and stay good in the wrong hands.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     rotateCertificates: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     None while the controller manager approves and signs such requests.
#   fix: {set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.rotate_certificates

import data.lib.settings

finding := settings.all_of("kubelet", [settings.equals("kubelet", "rotateCertificates", true)])
