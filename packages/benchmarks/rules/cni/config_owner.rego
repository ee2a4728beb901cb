# METADATA
# scope: package
# title: CNI configuration belongs to root
# description: |
#   Looks at user and group of every configuration file in the CNI configuration directory of the
#   container runtime.
# custom:
#   severity: medium
#   category: Control plane files
#   rationale: |
#     These files name binaries that are run as root for each pod. Their owner therefore is as
#     good as root.
#   remediation: |
#     Give the file to root:root on `<node>`:
#
#     ```sh
#     chown root:root <file>
#     ```
#   impact: |
#     A program that runs as the present owner and writes the file can no longer do so.
#   fix: {owner: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: owners
#       description: Owners that pass, as user and group with a colon between
#       default: ["root:root"]
package rules.cni.config_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("cni-config-owner", "owners", ["root:root"])

finding := files.owned_by("cni_config", owners)
