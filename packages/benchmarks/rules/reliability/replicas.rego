# METADATA
# scope: package
# title: More than one replica runs
# description: |
#   Looks at `replicas` of a Deployment: 2 or more. Unset means 1. A Deployment that a
#   HorizontalPodAutoscaler scales is judged by its least number.
# custom:
#   id: replicas
#   severity: info
#   category: Reliability
#   rationale: |
#     With one replica each update and each lost node is an outage.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> scale deployment <name> --replicas=2
#     ```
#   impact: |
#     Twice the resources; the program must bear two instances.
#   fix: {set: "<least: number>"}
#   resource_types: [k8s_object]
#   kinds: [Deployment]
#   inventory: [HorizontalPodAutoscaler]
#   parameters:
#     - name: least
#       description: The smallest number of replicas
#       default: 2
package rules.reliability.replicas

import data.lib.inventory
import data.lib.parameters
import data.lib.verdict

least := parameters.get("replicas", "least", 2)

scaled := [hpa |
	some hpa in inventory.objects_in(inventory.home, "HorizontalPodAutoscaler")
	hpa.spec.scaleTargetRef.kind == "Deployment"
	hpa.spec.scaleTargetRef.name == input.name
]

replicas := object.get(scaled[0].spec, "minReplicas", 1) if {
	count(scaled) > 0
} else := object.get(input.data.spec, "replicas", 1)

evidence := {"path": "spec.replicas", "actual": replicas, "expected": sprintf("%v or more", [least])}

finding := verdict.failed_if_any([evidence | replicas < least], [evidence]) if input.sub_type == "Deployment"
