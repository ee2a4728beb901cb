# METADATA
# scope: package
# title: The kubelet asks whether a request is allowed
# description: |
#   Looks that the effective `authorization.mode` is not AlwaysAllow. A kubelet that is started
#   with a configuration file defaults to Webhook, one without to AlwaysAllow.
# custom:
#   severity: critical
#   category: Kubelet
#   rationale: |
#     With AlwaysAllow every caller that the kubelet authenticates, a service account for example,
#     may run commands in every container of the node.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     authorization:
#       mode: Webhook
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Callers of the kubelet need rights on nodes/metrics, nodes/log and so on.
#   fix: {set: Webhook}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.authorization_mode

import data.lib.settings
import data.lib.verdict

finding := settings.all_of("kubelet", [check])

# Unset cannot be: the kubelet always has a mode.
check := verdict.unknown(
	settings.evidence("kubelet", "authorization.mode", "not AlwaysAllow"),
	"The authorization mode of the kubelet is not known.",
) if {
	not is_string(settings.value("kubelet", "authorization.mode"))
} else := settings.not_equal("kubelet", "authorization.mode", "AlwaysAllow")
