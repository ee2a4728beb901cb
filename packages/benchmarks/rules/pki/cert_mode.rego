# METADATA
# scope: package
# title: Certificates can be written by root alone
# description: |
#   Looks at the permissions of the certificate files in the PKI directory. They may be read by
#   everybody, being public, but written only by their owner.
# custom:
#   severity: medium
#   category: Control plane files
#   rationale: |
#     A component trusts what stands in these files. An added or exchanged CA certificate lets
#     somebody else’s signatures count as the cluster’s own.
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
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: mode
#       description: The widest mode that passes, in octal
#       default: "644"
package rules.pki.cert_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("pki-cert-mode", "mode", "644")

finding := files.mode_within("pki_certs", limit)
