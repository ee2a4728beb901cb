# METADATA
# scope: package
# title: Only images that are vouched for run
# description: |
#   Looks whether Binary Authorization decides which images run. What the cloud says is judged
#   where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: trusted-images
#   severity: medium
#   category: Images
#   rationale: |
#     Otherwise a cluster runs whatever the name of an image leads to.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --binauthz-evaluation-mode PROJECT_SINGLETON_POLICY_ENFORCE
#     ```
#   impact: |
#     Images that nobody vouched for no longer start.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.trusted_images

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: binaryAuthorization.evaluationMode", "expected": "not DISABLED"},
}

default not_disabled := false

not_disabled if {
	mode := cloud.value(["binaryAuthorization", "evaluationMode"])
	not mode in {null, "DISABLED", "EVALUATION_MODE_UNSPECIFIED"}
}

facts := []

finding := cloud.ask(answers, "Does Binary Authorization decide which images run?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.check("cluster.binaryAuthorization.evaluationMode", cloud.value(["binaryAuthorization", "evaluationMode"]), "not DISABLED", not_disabled),
] if input.type == "gcp_kubernetes_engine_cluster"
