# METADATA
# scope: package
# title: The cluster gives out no client certificate
# description: |
#   Looks whether the cluster was made with a client certificate for administrators. What the cloud
#   says is judged where it is there; the cluster itself does not tell, so without it a person is
#   asked.
# custom:
#   id: no-client-certificate
#   severity: medium
#   category: Authentication
#   rationale: |
#     A client certificate cannot be withdrawn.
#   remediation: |
#     ```sh
#     gcloud container clusters create <cluster> --no-issue-client-certificate
#     ```
#   impact: |
#     The cluster is made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.no_client_certificate

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: masterAuth.clientCertificateConfig.issueClientCertificate, masterAuth.clientKey", "expected": "neither"},
}

finding := cloud.ask(answers, "Was a client certificate given out?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.not_equal(["masterAuth", "clientCertificateConfig", "issueClientCertificate"], true),
	cloud.unset(["masterAuth", "clientCertificate"]),
] if input.type == "gcp_kubernetes_engine_cluster"
