# METADATA
# scope: package
# title: Rights can be given to Google groups
# description: |
#   Looks whether the cluster knows the groups of its callers. What the cloud says is judged where
#   it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: google-groups
#   severity: low
#   category: Authentication
#   rationale: |
#     Rights that are given to people one by one stay after they leave.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --security-group gke-security-groups@<domain>
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.google_groups

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: authenticatorGroupsConfig.enabled", "expected": "true"},
}

finding := cloud.ask(answers, "Are rights given to groups?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["authenticatorGroupsConfig", "enabled"], true),
] if input.type == "gcp_kubernetes_engine_cluster"
