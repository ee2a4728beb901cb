# METADATA
# scope: package
# title: Nodes watch the integrity of their start
# description: |
#   Looks for integrity monitoring of the shielded machines. Every pool counts. What the cloud says
#   is judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: shielded-integrity
#   severity: low
#   category: Nodes
#   rationale: |
#     A changed boot loader or kernel would otherwise go unnoticed.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --shielded-integrity-monitoring
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.shielded_integrity

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.shieldedInstanceConfig.enableIntegrityMonitoring", "expected": "true"},
}

finding := cloud.ask(answers, "Is the start of nodes watched?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["config", "shieldedInstanceConfig", "enableIntegrityMonitoring"], true, [pool | some pool in cloud.value(["nodePools"]); object.get(pool, ["config", "shieldedInstanceConfig", "enableIntegrityMonitoring"], null) == true]),
] if input.type == "gcp_kubernetes_engine_cluster"
