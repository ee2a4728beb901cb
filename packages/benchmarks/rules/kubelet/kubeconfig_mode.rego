# METADATA
# scope: package
# title: The kubeconfig of the kubelet is open to root alone
# description: |
#   Looks at the permissions of the kubeconfig with which the kubelet speaks to the API server.
# custom:
#   severity: high
#   category: Node files
#   rationale: |
#     It is the identity of the node: its bearer reads the Secrets of all pods there and can make
#     tokens for their service accounts.
#   remediation: |
#     Take the permissions away that are too many, on `<node>`:
#
#     ```sh
#     chmod 600 <file>
#     ```
#
#     Then look at how the file is made (kubeadm, configuration management, an image): what
#     creates it decides its mode after the next upgrade.
#   impact: |
#     None, unless a program that is not root reads the file; give that program its own copy.
#   fix: {mode: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: mode
#       description: The widest mode that passes, in octal
#       default: "600"
package rules.kubelet.kubeconfig_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("kubelet-kubeconfig-mode", "mode", "600")

finding := files.mode_within("kubelet_kubeconfig", limit)
