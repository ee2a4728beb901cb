# METADATA
# scope: package
# title: The kubeconfig of the administrator is open to root alone
# description: |
#   Looks at the permissions of the kubeconfig that the administrator uses on this node. Every
#   such file is looked at, `super-admin.conf` of newer kubeadm versions too.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     The file holds a client certificate of the group system:masters or cluster-admin: everything
#     is allowed to its bearer, and no RBAC change takes that away before the certificate ends.
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
package rules.admin.kubeconfig_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("admin-kubeconfig-mode", "mode", "600")

finding := files.mode_within("admin_kubeconfig", limit)
