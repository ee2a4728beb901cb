# METADATA
# scope: package
# title: The kubeconfig of kube-proxy is open to root alone
# description: |
#   Looks at the permissions of the kubeconfig of kube-proxy where it is a file on the node. Where
#   kube-proxy runs with a service account there is none, and the rule does not apply.
# custom:
#   severity: medium
#   category: Node files
#   rationale: |
#     The credential shows a reader all services and endpoints of the cluster, a map of what to
#     attack next.
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
package rules.proxy.kubeconfig_mode

import data.lib.files
import data.lib.parameters

# Bits beyond these are too many; a stricter mode passes.
limit := parameters.get("proxy-kubeconfig-mode", "mode", "600")

finding := files.mode_within("proxy_kubeconfig", limit)
