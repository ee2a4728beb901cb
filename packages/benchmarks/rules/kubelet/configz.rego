# METADATA
# scope: package
# title: The kubelet runs with what its files say
# description: |
#   Compares what the kubelet says of itself (`/configz`) with its flags and files, setting by
#   setting. Where the kubelet was not asked, the rule does not apply. Other rules judge what runs.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     A kubelet that was not restarted after a change runs with the old setting, and nobody who
#     reads the file sees it.
#   remediation: |
#     On the node:
#
#     ```sh
#     sudo systemctl restart kubelet
#     ```
#
#     Where the difference remains, something else starts the kubelet or writes its configuration; see the command line:
#
#     ```sh
#     tr '\0' '\n' < /proc/$(pidof kubelet)/cmdline
#     ```
#   impact: |
#     The pods of the node go on; for some seconds their logs cannot be read.
#   resource_types: [kubernetes_master_node, kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.configz

import data.lib.settings
import data.lib.verdict

answer := input.data.components.kubelet.documents.configz

look := verdict.unknown(
	{"path": "/configz", "actual": null, "expected": "what files and flags say"},
	sprintf("What the kubelet says of itself could not be read: %s", [answer.gap]),
) if {
	answer.gap
}

checks := [look] if answer.gap

checks := [verdict.failed({"path": item.setting, "actual": item.running, "expected": item.configured, "source": {"kind": "configz"}}) |
	some item in answer.content.differences
] if {
	count(answer.content.differences) > 0
}

checks := [verdict.passed({"path": "/configz", "actual": "the same", "expected": "what files and flags say"})] if {
	count(answer.content.differences) == 0
}

finding := settings.finding_of("kubelet", verdict.all_of(checks))
