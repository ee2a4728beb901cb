# METADATA
# scope: package
# title: The kubelet does not change kernel settings
# description: |
#   Looks whether the effective `protectKernelDefaults` is true: the kubelet then stops where the
#   kernel is not set as it needs it, instead of setting it.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     Settings of the kernel that the kubelet changes on its own undo what the node was hardened
#     with.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     protectKernelDefaults: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     The kubelet does not start until the settings are right.
#   fix: {set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.protect_kernel_defaults

import data.lib.settings

finding := settings.all_of("kubelet", [settings.equals("kubelet", "protectKernelDefaults", true)])
