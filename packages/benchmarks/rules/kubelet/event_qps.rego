# METADATA
# scope: package
# title: The kubelet does not lose events
# description: |
#   Looks at the effective `eventRecordQPS`. The default of 50 (since 1.27) and more pass; a lower
#   number, and 0, which sets no limit, are left to a person.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     A limit that is too low drops the events that would show an attack; no limit lets one node
#     flood the API server.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     eventRecordQPS: 50
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     More events reach the API server.
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: least
#       description: The smallest value that passes without a person
#       default: 50
package rules.kubelet.event_qps

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

least := parameters.get("kubelet-event-qps", "least", 50)

finding := settings.finding_of("kubelet", outcome)

value := settings.value("kubelet", "eventRecordQPS")

outcome := verdict.all_of([settings.check("kubelet", "eventRecordQPS", expected, true)]) if {
	enough
} else := verdict.all_of([settings.check("kubelet", "eventRecordQPS", expected, false)]) if {
	settings.hidden("kubelet", "eventRecordQPS")
} else := verdict.not_seen("The value of eventRecordQPS is not a number.") if {
	not is_number(value)
} else := verdict.manual(
	sprintf("The limit of events is %v a second: is that what this node needs?", [value]),
	[settings.evidence("kubelet", "eventRecordQPS", expected)],
)

expected := sprintf("%v or more", [least])

enough if value == null

enough if {
	is_number(value)
	value >= least
}
