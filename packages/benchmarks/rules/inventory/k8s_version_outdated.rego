# METADATA
# scope: package
# title: Nodes run a version that gets fixes
# description: |
#   Looks at the kubelet version of each node: it must be one of the minor versions from the
#   parameter `supported_minor` on. Kubernetes fixes the three newest.
# custom:
#   id: k8s-version-outdated
#   severity: medium
#   category: Inventory
#   rationale: |
#     Flaws that are found today are not fixed in older versions.
#   remediation: |
#     Drain the node and upgrade it:
#
#     ```sh
#     kubectl drain <name> --ignore-daemonsets
#     ```
#   impact: |
#     Pods of the node move.
#   resource_types: [k8s_object]
#   kinds: [Node]
#   parameters:
#     - name: supported_minor
#       description: The oldest minor version that gets fixes
#       default: 34
package rules.inventory.k8s_version_outdated

import data.lib.parameters
import data.lib.verdict

oldest := parameters.get("k8s-version-outdated", "supported_minor", 34)

version := input.data.status.nodeInfo.kubeletVersion

minor := to_number(split(trim_prefix(version, "v"), ".")[1])

evidence := {"path": "status.nodeInfo.kubeletVersion", "actual": version, "expected": sprintf("1.%v or newer", [oldest])}

finding := outcome if input.sub_type == "Node"

outcome := verdict.failed_if_any([evidence | minor < oldest], [evidence]) if {
	is_number(minor)
} else := verdict.not_seen("The version of the kubelet is not known.")
