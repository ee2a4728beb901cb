# METADATA
# scope: package
# title: Firewalls stand before the nodes
# description: |
#   Asks which firewall rules let traffic reach the nodes.
# custom:
#   id: node-firewall
#   severity: medium
#   category: Network
#   rationale: |
#     Ports of nodes that anybody reaches are tried by everybody.
#   remediation: |
#     ```sh
#     gcloud compute firewall-rules list --filter targetTags:gke-<cluster>
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.cloud.node_firewall

import data.lib.cloud

answers := {
	"gke": {"call": "compute firewalls.list: targetTags, sourceRanges", "expected": "no rule from 0.0.0.0/0 to nodes"},
}

facts := [{"path": sprintf("Node/%s", [node.name]), "actual": node.os_image, "expected": "behind a firewall"} | some node in input.data.nodes]

finding := cloud.ask(answers, "Which firewall rules let traffic reach the nodes?", facts)
