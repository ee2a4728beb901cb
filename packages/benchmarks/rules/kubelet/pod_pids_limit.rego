# METADATA
# scope: package
# title: A pod cannot use up all process ids
# description: |
#   Looks that the effective `podPidsLimit` is above 0. The default of -1 means no limit.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     A single pod that forks without end takes every process id of the node, and no other pod,
#     nor the kubelet, can start anything.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     podPidsLimit: 4096
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Pods with very many threads need a higher number.
#   fix: {set: "<processes a pod may have: number>"}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.pod_pids_limit

import data.lib.settings

finding := settings.all_of("kubelet", [settings.at_least("kubelet", "podPidsLimit", 1)])
