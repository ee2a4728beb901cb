# METADATA
# scope: package
# title: The cluster follows a release channel
# description: |
#   Looks for a release channel, by which Google chooses versions. What the cloud says is judged
#   where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: release-channel
#   severity: low
#   category: Managed control plane
#   rationale: |
#     Versions then come tested and in time.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --release-channel regular
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.release_channel

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: releaseChannel.channel", "expected": "RAPID, REGULAR, STABLE or EXTENDED"},
}

finding := cloud.ask(answers, "Does the cluster follow a release channel?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.one_of(["releaseChannel", "channel"], ["RAPID", "REGULAR", "STABLE", "EXTENDED"]),
] if input.type == "gcp_kubernetes_engine_cluster"
