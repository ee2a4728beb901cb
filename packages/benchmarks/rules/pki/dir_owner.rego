# METADATA
# scope: package
# title: All of the PKI directory belongs to root
# description: |
#   Looks at user and group of the directory with the certificates and keys of the cluster, and of
#   everything in it.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     Whoever owns one file of this tree can put another certificate or key in its place and so
#     issue himself an identity that the cluster trusts.
#   remediation: |
#     Give the file to root:root on `<node>`:
#
#     ```sh
#     chown root:root <file>
#     ```
#   impact: |
#     A program that runs as the present owner and writes the file can no longer do so.
#   fix: {owner: true}
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: owners
#       description: Owners that pass, as user and group with a colon between
#       default: ["root:root"]
package rules.pki.dir_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("pki-dir-owner", "owners", ["root:root"])

finding := files.owned_by("pki_dir", owners)
