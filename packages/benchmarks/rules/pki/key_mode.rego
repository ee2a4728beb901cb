# METADATA
# scope: package
# title: Private keys are open to root alone
# description: |
#   Looks at the permissions of the private keys in the PKI directory. Their content is never
#   read.
# custom:
#   severity: critical
#   category: Control plane files
#   rationale: |
#     Whoever reads the key of the CA can make himself a certificate for any user of the cluster,
#     and whoever reads the service account key a token for any workload. Neither can be revoked
#     without changing the key.
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
package rules.pki.key_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("pki-key-mode", "mode", "600")

finding := files.mode_within("pki_keys", limit)
