# METADATA
# scope: package
# title: The client CA file of the kubelet belongs to root
# description: |
#   Looks at user and group of the file with the certificate authorities whose client certificates
#   the kubelet accepts.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     Its owner decides whose client certificates open the kubelet.
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
package rules.kubelet.client_ca_owner

import data.lib.files
import data.lib.parameters

# Root is user and group 0, by whatever name; others go by the host's names.
owners := parameters.get("kubelet-client-ca-owner", "owners", ["root:root"])

finding := files.owned_by("kubelet_client_ca", owners)
