# METADATA
# scope: package
# title: The manifest of the scheduler belongs to root
# description: |
#   Looks at user and group of the static pod manifest (or unit file) that starts the scheduler.
# custom:
#   severity: high
#   category: Control plane files
#   rationale: |
#     The scheduler decides which node runs which pod. An edited manifest can replace its image or
#     its arguments without a trace in the API. The owner of a file can always give himself the
#     right to write it.
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
package rules.scheduler.manifest_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("scheduler-manifest-owner", "owners", ["root:root"])

finding := files.owned_by("scheduler_manifest", owners)
