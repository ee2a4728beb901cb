# METADATA
# scope: package
# title: The kubelet keeps its iptables chains
# description: |
#   Looks that the effective `makeIPTablesUtilChains` is true, as it is by default.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     Services and the marking of packets build on these chains. If nobody keeps them right,
#     traffic goes elsewhere than the API says.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     makeIPTablesUtilChains: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Rules that somebody wrote by hand may clash with those of the kubelet.
#   fix: {set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.iptables_util_chains

import data.lib.settings

finding := settings.all_of("kubelet", [settings.not_equal("kubelet", "makeIPTablesUtilChains", false)])
