# METADATA
# scope: package
# title: The read-only port of the kubelet is closed
# description: |
#   Looks that the effective `readOnlyPort` is 0. It is 10255 by default only for a kubelet
#   without a configuration file.
# custom:
#   severity: high
#   category: Kubelet
#   rationale: |
#     The port answers anybody without authentication and tells pods, their environment’s names,
#     and usage.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     readOnlyPort: 0
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Old monitoring that reads port 10255 has to use 10250 with a token.
#   fix: {set: 0}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.read_only_port

import data.lib.settings

finding := settings.all_of("kubelet", [settings.equals("kubelet", "readOnlyPort", 0)])
