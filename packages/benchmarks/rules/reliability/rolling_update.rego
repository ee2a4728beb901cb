# METADATA
# scope: package
# title: Deployments are updated step by step
# description: |
#   Looks that the strategy of a Deployment is RollingUpdate, as it is by default.
# custom:
#   id: rolling-update
#   severity: info
#   category: Reliability
#   rationale: |
#     Recreate stops all pods before it starts the new ones.
#   remediation: |
#     ```yaml
#     spec:
#       strategy:
#         type: RollingUpdate
#     ```
#   impact: |
#     Old and new version run side by side for a while.
#   fix: {set: RollingUpdate}
#   resource_types: [k8s_object]
#   kinds: [Deployment]
package rules.reliability.rolling_update

import data.lib.verdict

type := object.get(input.data.spec, ["strategy", "type"], "RollingUpdate")

evidence := {"path": "spec.strategy.type", "actual": type, "expected": "RollingUpdate"}

finding := verdict.failed_if_any([evidence | type != "RollingUpdate"], [evidence]) if input.sub_type == "Deployment"
