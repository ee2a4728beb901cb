# METADATA
# scope: package
# title: GKE watches the posture of workloads
# description: |
#   Looks whether the security posture of GKE is on. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: security-posture
#   severity: low
#   category: Managed control plane
#   rationale: |
#     It finds weaknesses of workloads from the outside, beside what the cluster says of itself.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --security-posture standard
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.security_posture

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: securityPostureConfig.mode", "expected": "BASIC or ENTERPRISE"},
}

finding := cloud.ask(answers, "Is the security posture of GKE on?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.one_of(["securityPostureConfig", "mode"], ["BASIC", "ENTERPRISE"]),
] if input.type == "gcp_kubernetes_engine_cluster"
