# METADATA
# scope: package
# title: azure.json belongs to root
# description: |
#   Looks at user and group of /etc/kubernetes/azure.json on nodes of Azure Kubernetes Service.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     Its owner decides with which identity the node calls Azure.
#   remediation: |
#     Give the file to root:root on `<node>`:
#
#     ```sh
#     chown root:root <file>
#     ```
#   impact: |
#     A program that runs as the present owner and writes the file can no longer do so.
#   fix: {owner: true}
#   resource_types: [azure_aks_worker_node]
#   parameters:
#     - name: owners
#       description: Owners that pass, as user and group with a colon between
#       default: ["root:root"]
package rules.aks.azure_json_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("aks-azure-json-owner", "owners", ["root:root"])

finding := files.owned_by("azure_json", owners)
