# METADATA
# scope: package
# title: Pods have addresses of the VPC
# description: |
#   Looks for alias addresses, which the network knows as those of pods. What the cloud says is
#   judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: vpc-native
#   severity: low
#   category: Network
#   rationale: |
#     Firewalls and the check against forged addresses then hold for pods too.
#   remediation: |
#     ```sh
#     gcloud container clusters create <cluster> --enable-ip-alias
#     ```
#   impact: |
#     The cluster is made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.vpc_native

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: ipAllocationPolicy.useIpAliases", "expected": "true"},
}

finding := cloud.ask(answers, "Is the cluster VPC-native?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["ipAllocationPolicy", "useIpAliases"], true),
] if input.type == "gcp_kubernetes_engine_cluster"
