# METADATA
# scope: package
# title: The unit file of the kubelet is open to root alone
# description: |
#   Looks at the permissions of the unit file and the drop-ins with which systemd starts the
#   kubelet.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     The unit names the command line of a process that runs as root on every node. One added flag
#     is enough to let anonymous callers in.
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
package rules.kubelet.service_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("kubelet-service-mode", "mode", "600")

finding := files.mode_within("kubelet_service", limit)
