# METADATA
# scope: package
# title: The old metadata API is off
# description: |
#   Looks for disable-legacy-endpoints in the metadata of every node pool. What the cloud says is
#   judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: gke-legacy-metadata
#   severity: medium
#   category: Nodes
#   rationale: |
#     The old API gives credentials of the node to any request, without the header that protects
#     against forged ones.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --metadata disable-legacy-endpoints=true
#     ```
#   impact: |
#     Pools are made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.gke_legacy_metadata

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.metadata['disable-legacy-endpoints']", "expected": "true"},
}

finding := cloud.ask(answers, "Is the old metadata API off?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["config", "metadata", "disable-legacy-endpoints"], "true", [pool | some pool in cloud.value(["nodePools"]); object.get(pool, ["config", "metadata", "disable-legacy-endpoints"], "true") != "false"]),
] if input.type == "gcp_kubernetes_engine_cluster"
