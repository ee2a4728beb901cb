# METADATA
# scope: package
# title: The data directory of etcd belongs to a user of its own
# description: |
#   Looks at user and group of the directory that the running etcd uses for its data. A user of
#   its own is asked for; kubeadm runs etcd as root, so there the rule fails until either the
#   installation or the parameter `owners` is changed.
# custom:
#   severity: low
#   category: Control plane files
#   rationale: |
#     A user that exists for etcd alone keeps other services on the node out of the database, and
#     keeps a flaw in etcd away from the rest of the node.
#   remediation: |
#     Give the file to etcd:etcd on `<node>`:
#
#     ```sh
#     chown etcd:etcd <file>
#     ```
#
#     Where etcd has to run as root, as kubeadm does it, accept that: set the parameter `owners`
#     of this rule to `["root:root"]`.
#   impact: |
#     etcd must run as that user, or it cannot open its database and the control plane stops.
#     Change the manifest first (`spec.securityContext.runAsUser`) and keep a snapshot.
#   fix: {owner: true}
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: owners
#       description: Owners that pass, as user and group with a colon between
#       default: ["etcd:etcd"]
package rules.etcd.data_dir_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("etcd-data-dir-owner", "owners", ["etcd:etcd"])

finding := files.owned_by("etcd_data_dir", owners)
