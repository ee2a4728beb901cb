# METADATA
# scope: package
# title: The old authorizer is off
# description: |
#   Looks whether ABAC decides beside RBAC. What the cloud says is judged where it is there; the
#   cluster itself does not tell, so without it a person is asked.
# custom:
#   id: no-legacy-abac
#   severity: high
#   category: Authentication
#   rationale: |
#     ABAC lets every caller with credentials do everything.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --no-enable-legacy-authorization
#     ```
#   impact: |
#     Callers without rights by RBAC are refused.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.no_legacy_abac

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: legacyAbac.enabled", "expected": "not true"},
}

finding := cloud.ask(answers, "Does ABAC decide in this cluster?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.not_equal(["legacyAbac", "enabled"], true),
] if input.type == "gcp_kubernetes_engine_cluster"
