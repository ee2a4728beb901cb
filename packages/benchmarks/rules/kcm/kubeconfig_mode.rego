# METADATA
# scope: package
# title: The kubeconfig of the controller manager is open to root alone
# description: |
#   Looks at the permissions of the kubeconfig that the controller manager uses on this node.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     With this credential anybody can create tokens for every service account of the cluster, and
#     so become any of them.
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
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: mode
#       description: The widest mode that passes, in octal
#       default: "600"
package rules.kcm.kubeconfig_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("kcm-kubeconfig-mode", "mode", "600")

finding := files.mode_within("controllermanager_kubeconfig", limit)
