# METADATA
# scope: package
# title: Nodes are upgraded by themselves
# description: |
#   Looks whether GKE upgrades the nodes. Every pool counts. What the cloud says is judged where it
#   is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: node-auto-upgrade
#   severity: medium
#   category: Nodes
#   rationale: |
#     A node that is left behind keeps the known weaknesses of its version.
#   remediation: |
#     ```sh
#     gcloud container node-pools update <pool> --cluster <cluster> --enable-autoupgrade
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.node_auto_upgrade

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].management.autoUpgrade", "expected": "true"},
}

finding := cloud.ask(answers, "Are nodes upgraded by themselves?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["management", "autoUpgrade"], true, [pool | some pool in cloud.value(["nodePools"]); object.get(pool, ["management", "autoUpgrade"], null) == true]),
] if input.type == "gcp_kubernetes_engine_cluster"
