# METADATA
# scope: package
# title: Nodes have no public address
# description: |
#   Looks at the addresses of each Node: none may be of type ExternalIP.
# custom:
#   id: private-nodes
#   severity: medium
#   category: Network
#   rationale: |
#     A node with a public address can be attacked from everywhere: its kubelet, its SSH, every
#     port that a pod opens on it.
#   remediation: |
#     Make node pools without public addresses and move the workloads there:
#
#     ```sh
#     kubectl drain <name> --ignore-daemonsets --delete-emptydir-data
#     ```
#   impact: |
#     Nodes then need a NAT gateway to reach the internet.
#   resource_types: [k8s_object]
#   kinds: [Node]
package rules.node.private

import data.lib.verdict

external := [address.address |
	some address in input.data.status.addresses
	address.type == "ExternalIP"
]

evidence := {"path": "status.addresses[type=ExternalIP]", "actual": external, "expected": "none"}

finding := outcome if input.sub_type == "Node"

outcome := verdict.failed_if_any([evidence | count(external) > 0], [evidence]) if {
	count(input.data.status.addresses) > 0
} else := verdict.not_seen("The addresses of the node are not known.")
