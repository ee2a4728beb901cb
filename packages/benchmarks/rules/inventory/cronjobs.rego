# METADATA
# scope: package
# title: What runs on a schedule
# description: |
#   Lists CronJobs.
# custom:
#   id: cronjobs
#   severity: info
#   category: Inventory
#   rationale: |
#     A schedule is a good place to stay in a cluster unnoticed.
#   remediation: |
#     Ask the owner what it does:
#
#     ```sh
#     kubectl -n <namespace> describe cronjob <name>
#     ```
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [CronJob]
#   manual: true
package rules.inventory.cronjobs

import data.lib.verdict

finding := verdict.manual("Is this job known?", [{"path": "spec.schedule", "actual": object.get(input.data.spec, "schedule", null), "expected": "known"}]) if input.sub_type == "CronJob"
