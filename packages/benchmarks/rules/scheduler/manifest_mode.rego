# METADATA
# scope: package
# title: The manifest of the scheduler is open to root alone
# description: |
#   Looks at the permissions of the static pod manifest (or unit file) that starts the scheduler.
#   Nobody but its owner may read or write it.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     The scheduler decides which node runs which pod. An edited manifest can replace its image or
#     its arguments without a trace in the API. The arguments also tell a reader which files are
#     worth stealing.
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
package rules.scheduler.manifest_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("scheduler-manifest-mode", "mode", "600")

finding := files.mode_within("scheduler_manifest", limit)
