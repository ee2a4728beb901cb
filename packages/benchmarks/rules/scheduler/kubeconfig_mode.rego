# METADATA
# scope: package
# title: The kubeconfig of the scheduler is open to root alone
# description: |
#   Looks at the permissions of the kubeconfig that the scheduler uses on this node.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     With this credential anybody can bind pods to nodes and read all pods, which is a way to
#     place a workload beside its target.
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
package rules.scheduler.kubeconfig_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("scheduler-kubeconfig-mode", "mode", "600")

finding := files.mode_within("scheduler_kubeconfig", limit)
