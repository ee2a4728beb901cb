# METADATA
# scope: package
# title: Nodes are shielded machines
# description: |
#   Looks whether nodes prove who they are when they join. What the cloud says is judged where it
#   is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: shielded-nodes
#   severity: medium
#   category: Nodes
#   rationale: |
#     Otherwise credentials for a node can be had by whoever reaches the metadata server.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --enable-shielded-nodes
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.shielded_nodes

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: shieldedNodes.enabled", "expected": "true"},
}

finding := cloud.ask(answers, "Are the nodes shielded machines?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["shieldedNodes", "enabled"], true),
] if input.type == "gcp_kubernetes_engine_cluster"
