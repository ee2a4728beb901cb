# METADATA
# scope: package
# title: The cluster is no alpha cluster
# description: |
#   Looks whether the cluster was made with all alpha features. What the cloud says is judged where
#   it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: no-alpha-cluster
#   severity: medium
#   category: Managed control plane
#   rationale: |
#     It is never upgraded and ends after thirty days.
#   remediation: |
#     ```sh
#     gcloud container clusters create <cluster>
#     ```
#   impact: |
#     The cluster is made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.no_alpha_cluster

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: enableKubernetesAlpha", "expected": "not true"},
}

finding := cloud.ask(answers, "Is this an alpha cluster?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.not_equal(["enableKubernetesAlpha"], true),
] if input.type == "gcp_kubernetes_engine_cluster"
