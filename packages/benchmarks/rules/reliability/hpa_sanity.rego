# METADATA
# scope: package
# title: Autoscalers have sense
# description: |
#   Looks that the least number of replicas of a HorizontalPodAutoscaler is below the most, and
#   that its target exists where that is a Deployment or StatefulSet.
# custom:
#   id: hpa-sanity
#   severity: info
#   category: Reliability
#   rationale: |
#     An autoscaler that cannot scale is found out when the load comes.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> edit hpa <name>
#     ```
#   impact: |
#     With a higher bound the load may take more nodes, and cost more.
#   fix: {match: maxReplicas$, set: "<highest number of replicas: number>"}
#   resource_types: [k8s_object]
#   kinds: [HorizontalPodAutoscaler]
#   inventory: [Deployment, StatefulSet]
package rules.reliability.hpa_sanity

import data.lib.inventory
import data.lib.verdict

spec := input.data.spec

least := object.get(spec, "minReplicas", 1)

bounds := {"path": "spec.maxReplicas", "actual": spec.maxReplicas, "expected": sprintf("above %v", [least])}

target := {"path": "spec.scaleTargetRef", "actual": spec.scaleTargetRef.name, "expected": "an object that exists"}

target_missing if {
	spec.scaleTargetRef.kind in {"Deployment", "StatefulSet"}
	known := {target_object.metadata.name | some target_object in inventory.objects_in(inventory.home, spec.scaleTargetRef.kind)}
	not spec.scaleTargetRef.name in known
}

finding := verdict.failed_if_any(
	array.concat([bounds | spec.maxReplicas <= least], [target | target_missing]),
	[bounds, target],
) if {
	input.sub_type == "HorizontalPodAutoscaler"
}
