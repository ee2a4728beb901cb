# METADATA
# scope: package
# title: The data directory of etcd is open to its owner alone
# description: |
#   Looks at the permissions of the directory that the running etcd uses for its data.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     The database files hold every object of the cluster; Secrets stand in them in clear text
#     where encryption at rest is off. Reading them needs no credential of the cluster.
#   remediation: |
#     Take the permissions away that are too many, on `<node>`:
#
#     ```sh
#     chmod 700 <file>
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
#       default: "700"
package rules.etcd.data_dir_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("etcd-data-dir-mode", "mode", "700")

finding := files.mode_within("etcd_data_dir", limit)
