# METADATA
# scope: package
# title: CNI configuration is open to root alone
# description: |
#   Looks at the permissions of every configuration file in the directory from which the container
#   runtime reads its CNI configuration, /etc/cni/net.d unless it is configured otherwise.
# custom:
#   severity: medium
#   category: Control plane files
#   rationale: |
#     The first file of the directory, by name, decides how every pod on the node gets its
#     network, and names the binary that root then runs. Some plug-ins also keep a kubeconfig or a
#     token in it.
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
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: mode
#       description: The widest mode that passes, in octal
#       default: "600"
package rules.cni.config_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("cni-config-mode", "mode", "600")

finding := files.mode_within("cni_config", limit)
