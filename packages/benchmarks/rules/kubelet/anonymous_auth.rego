# METADATA
# scope: package
# title: The kubelet refuses anonymous requests
# description: |
#   Looks at the effective `authentication.anonymous.enabled`. A kubelet that is started with a
#   configuration file defaults to false, one without to true.
# custom:
#   severity: critical
#   category: Kubelet
#   rationale: |
#     The kubelet runs commands in every container of its node. If it takes anonymous requests,
#     whoever reaches port 10250 may only be held back by authorization, and often is not.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     authentication:
#       anonymous:
#         enabled: false
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Health checks that call the kubelet without credentials fail.
#   fix: {set: false}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.anonymous_auth

import data.lib.settings

finding := settings.all_of("kubelet", [settings.equals("kubelet", "authentication.anonymous.enabled", false)])
