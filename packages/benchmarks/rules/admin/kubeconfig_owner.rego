# METADATA
# scope: package
# title: The kubeconfig of the administrator belongs to root
# description: |
#   Looks at user and group of the kubeconfig that the administrator uses on this node. Every such
#   file is looked at, `super-admin.conf` of newer kubeadm versions too.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     The file holds a client certificate of the group system:masters or cluster-admin: everything
#     is allowed to its bearer, and no RBAC change takes that away before the certificate ends.
#     Its owner can read it and pass it on.
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
package rules.admin.kubeconfig_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("admin-kubeconfig-owner", "owners", ["root:root"])

finding := files.owned_by("admin_kubeconfig", owners)
