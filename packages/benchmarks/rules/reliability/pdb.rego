# METADATA
# scope: package
# title: Workloads have a disruption budget
# description: |
#   Looks for a PodDisruptionBudget whose selector matches the pods of a Deployment or
#   StatefulSet, and that lets at least one go (`maxUnavailable` 0 or `minAvailable` 100% stop
#   every drain).
# custom:
#   id: pdb
#   severity: info
#   category: Reliability
#   rationale: |
#     Without a budget draining nodes may stop all replicas at once; with a blocking one nodes
#     cannot be updated.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> create poddisruptionbudget <name> --selector=<label> --max-unavailable=1
#     ```
#   impact: |
#     Draining a node waits until another pod is ready; with one replica it waits for ever unless the
#     budget lets it go.
#   fix:
#     create:
#       apiVersion: policy/v1
#       kind: PodDisruptionBudget
#       metadata: {name: <name>, namespace: <namespace>}
#       spec: {maxUnavailable: 1, selector: {matchLabels: <pod-labels>}}
#   resource_types: [k8s_object]
#   kinds: [Deployment, StatefulSet]
#   inventory: [PodDisruptionBudget]
package rules.reliability.pdb

import data.lib.inventory
import data.lib.pods
import data.lib.selectors
import data.lib.verdict

labels := object.get(pods.template, ["metadata", "labels"], {})

budgets := [budget |
	some budget in inventory.objects_in(inventory.home, "PodDisruptionBudget")
	selectors.matches(object.get(budget.spec, "selector", {}), labels)
]

blocks(spec) if object.get(spec, "maxUnavailable", null) in {0, "0%"}

blocks(spec) if object.get(spec, "minAvailable", null) == "100%"

evidence := {"path": "disruption budgets", "actual": [budget.metadata.name | some budget in budgets], "expected": "one that lets a pod go"}

good := [budget | some budget in budgets; not blocks(budget.spec)]

finding := verdict.failed_if_any([evidence | count(good) == 0], [evidence]) if input.sub_type in {"Deployment", "StatefulSet"}
