# METADATA
# scope: package
# title: Nobody logs in with a password
# description: |
#   Looks for a user name for basic authentication. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: gke-basic-auth
#   severity: high
#   category: Authentication
#   rationale: |
#     A fixed password is never changed and never withdrawn.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --no-enable-basic-auth
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.gke_basic_auth

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: masterAuth.username", "expected": "not set"},
}

finding := cloud.ask(answers, "Does the cluster take a password?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.unset(["masterAuth", "username"]),
] if input.type == "gcp_kubernetes_engine_cluster"
