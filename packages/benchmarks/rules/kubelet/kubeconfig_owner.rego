# METADATA
# scope: package
# title: The kubeconfig of the kubelet belongs to root
# description: |
#   Looks at user and group of the kubeconfig with which the kubelet speaks to the API server.
# custom:
#   severity: high
#   category: Node files
#   rationale: |
#     Its owner holds the identity of the node, or can point the kubelet to an API server of his
#     own, which then starts pods there.
#   remediation: |
#     Give the file to root:root on `<node>`:
#
#     ```sh
#     chown root:root <file>
#     ```
#   impact: |
#     A program that runs as the present owner and writes the file can no longer do so.
#   fix: {owner: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: owners
#       description: Owners that pass, as user and group with a colon between
#       default: ["root:root"]
package rules.kubelet.kubeconfig_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("kubelet-kubeconfig-owner", "owners", ["root:root"])

finding := files.owned_by("kubelet_kubeconfig", owners)
