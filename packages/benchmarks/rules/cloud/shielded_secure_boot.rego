# METADATA
# scope: package
# title: Nodes start signed software alone
# description: |
#   Looks for secure boot of the shielded machines. Every pool counts. What the cloud says is
#   judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: shielded-secure-boot
#   severity: low
#   category: Nodes
#   rationale: |
#     Without it a rootkit that is below the system stays there over every restart.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --shielded-secure-boot
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.shielded_secure_boot

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.shieldedInstanceConfig.enableSecureBoot", "expected": "true"},
}

finding := cloud.ask(answers, "Do nodes start signed software alone?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["config", "shieldedInstanceConfig", "enableSecureBoot"], true, [pool | some pool in cloud.value(["nodePools"]); object.get(pool, ["config", "shieldedInstanceConfig", "enableSecureBoot"], null) == true]),
] if input.type == "gcp_kubernetes_engine_cluster"
