# METADATA
# scope: package
# title: The kubelet uses the name of its host
# description: |
#   Looks that the flag `--hostname-override` is not given; it exists as a flag only. Some clouds
#   need it (EKS on Amazon Linux 2023 sets it), so there it is a fact to know rather than to
#   change.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     Certificates, RBAC of the Node authorizer and logs go by the name of the node. A name that
#     somebody can choose at start can be that of another node.
#   remediation: |
#     On `<node>` take the flag out of the unit or, with kubeadm, of
#     `/var/lib/kubelet/kubeadm-flags.env`, then:
#
#     ```sh
#     systemctl restart kubelet
#     ```
#   impact: |
#     The node appears under another name; drain it and delete the old one first.
#   fix: {remove: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.hostname_override

import data.lib.settings

finding := settings.all_of("kubelet", [settings.unset("kubelet", "hostname-override")])
