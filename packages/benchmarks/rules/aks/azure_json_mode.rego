# METADATA
# scope: package
# title: azure.json can be written by root alone
# description: |
#   Looks at the permissions of /etc/kubernetes/azure.json on nodes of Azure Kubernetes Service.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     The file names the identity with which the node calls Azure, and may hold its secret.
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
#   resource_types: [azure_aks_worker_node]
#   parameters:
#     - name: mode
#       description: The widest mode that passes, in octal
#       default: "644"
package rules.aks.azure_json_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("aks-azure-json-mode", "mode", "644")

finding := files.mode_within("azure_json", limit)
