# METADATA
# scope: package
# title: The client CA file of the kubelet can be written by root alone
# description: |
#   Looks at the permissions of the file with the certificate authorities whose client
#   certificates the kubelet accepts. The effective configuration of the running kubelet says
#   which file that is.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     A certificate authority added here lets its owner call the kubelet as anybody, also as the
#     API server.
#   remediation: |
#     Take the permissions away that are too many, on `<node>`:
#
#     ```sh
#     chmod 644 <file>
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
#       default: "644"
package rules.kubelet.client_ca_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("kubelet-client-ca-mode", "mode", "644")

finding := files.mode_within("kubelet_client_ca", limit)
