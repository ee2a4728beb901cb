# METADATA
# scope: package
# title: Nodes are repaired by themselves
# description: |
#   Looks whether GKE repairs nodes that are not well. Every pool counts. What the cloud says is
#   judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: node-auto-repair
#   severity: low
#   category: Nodes
#   rationale: |
#     A node that is not well may not get what it should: no updates, no logs.
#   remediation: |
#     ```sh
#     gcloud container node-pools update <pool> --cluster <cluster> --enable-autorepair
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.node_auto_repair

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].management.autoRepair", "expected": "true"},
}

finding := cloud.ask(answers, "Are nodes repaired by themselves?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["management", "autoRepair"], true, [pool | some pool in cloud.value(["nodePools"]); object.get(pool, ["management", "autoRepair"], null) == true]),
] if input.type == "gcp_kubernetes_engine_cluster"
