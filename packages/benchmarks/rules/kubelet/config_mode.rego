# METADATA
# scope: package
# title: The configuration files of the kubelet are open to root alone
# description: |
#   Looks at the permissions of the configuration file that the running kubelet names, and of the
#   drop-ins of its configuration directory. A directory above that nobody else may enter makes a
#   wide mode harmless today; the finding stands, because the next move of the file ends that.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     Authentication, authorization and the directory of static pods stand in these files. Who
#     writes them controls the node.
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
package rules.kubelet.config_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("kubelet-config-mode", "mode", "600")

finding := files.mode_within("kubelet_config", limit)
