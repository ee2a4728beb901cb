# METADATA
# scope: package
# title: Idle streams to containers end
# description: |
#   Looks that the effective `streamingConnectionIdleTimeout` is not zero, in whatever way zero is
#   written. The default is four hours.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     Connections for exec, attach and port forwarding that never end use up the ports and
#     processes of the node, and leave open shells behind.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     streamingConnectionIdleTimeout: 4h0m0s
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Quiet port forwards are cut after that time.
#   fix: {set: 4h0m0s}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.streaming_idle_timeout

import data.lib.durations
import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("kubelet", outcome)

name := "streamingConnectionIdleTimeout"

outcome := verdict.all_of([settings.check("kubelet", name, "more than zero", true)]) if {
	settings.value("kubelet", name) == null
} else := verdict.all_of([settings.check("kubelet", name, "more than zero", is_positive)]) if {
	is_boolean(is_positive)
} else := verdict.not_seen("The value of streamingConnectionIdleTimeout is not a duration.")

is_positive := durations.seconds(settings.value("kubelet", name)) > 0
