# METADATA
# scope: package
# title: The kubeconfig of the scheduler belongs to root
# description: |
#   Looks at user and group of the kubeconfig that the scheduler uses on this node.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     With this credential anybody can bind pods to nodes and read all pods, which is a way to
#     place a workload beside its target. Its owner can read it and pass it on.
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
package rules.scheduler.kubeconfig_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("scheduler-kubeconfig-owner", "owners", ["root:root"])

finding := files.owned_by("scheduler_kubeconfig", owners)
