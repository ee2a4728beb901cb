# METADATA
# scope: package
# title: Nodes run a system made for containers
# description: |
#   Looks at the system of each Node: it must be one of the parameter `systems`.
# custom:
#   id: node-cos
#   severity: low
#   category: Node files
#   rationale: |
#     A general system carries programs that a node never needs, each of them with its own flaws.
#   remediation: |
#     Make node pools with such an image, then:
#
#     ```sh
#     kubectl drain <name> --ignore-daemonsets
#     ```
#   impact: |
#     Tools that were installed on the nodes by hand are gone.
#   resource_types: [k8s_object]
#   kinds: [Node]
#   parameters:
#     - name: systems
#       description: How the names of the systems begin
#       default: ["Container-Optimized OS", "Bottlerocket", "Flatcar", "Talos", "CoreOS", "COS"]
#   optional: true
package rules.node.minimal_os

import data.lib.parameters
import data.lib.verdict

systems := parameters.get("node-cos", "systems", ["Container-Optimized OS", "Bottlerocket", "Flatcar", "Talos", "CoreOS", "COS"])

image := object.get(input.data, ["status", "nodeInfo", "osImage"], "")

evidence := {"path": "status.nodeInfo.osImage", "actual": image, "expected": concat(", ", systems)}

default is_minimal := false

is_minimal if {
	some system in systems
	startswith(image, system)
}

finding := outcome if input.sub_type == "Node"

outcome := verdict.not_seen("The system of the node is not known.") if {
	image == ""
} else := verdict.failed_if_any([evidence | not is_minimal], [evidence])
