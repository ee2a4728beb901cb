# METADATA
# scope: package
# title: Pods are made by a workload
# description: |
#   Looks for pods without a controller. Static pods of a node have none and are left out.
# custom:
#   id: naked-pod
#   severity: info
#   category: Reliability
#   rationale: |
#     Nobody starts such a pod again when its node goes, and nobody knows who made it.
#   remediation: |
#     Make a Deployment or a Job of it, then:
#
#     ```sh
#     kubectl -n <namespace> delete pod <name>
#     ```
#   impact: |
#     The pod ends and is made anew under another name; what it kept in memory and in emptyDir is gone.
#   resource_types: [k8s_object]
#   kinds: [Pod]
package rules.reliability.naked_pod

import data.lib.verdict

controllers := [sprintf("%s/%s", [owner.kind, owner.name]) |
	some owner in input.data.metadata.ownerReferences
]

evidence := {"path": "metadata.ownerReferences", "actual": controllers, "expected": "a controller"}

finding := verdict.failed_if_any([evidence | count(controllers) == 0], [evidence]) if {
	input.sub_type == "Pod"
	object.get(input.data.metadata, ["annotations", "kubernetes.io/config.mirror"], null) == null
}
