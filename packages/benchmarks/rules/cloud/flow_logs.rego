# METADATA
# scope: package
# title: Traffic of the nodes is logged
# description: |
#   Looks for intranode visibility of the cluster and flow logs of its subnetwork. What the cloud
#   says is judged where it is there; the cluster itself does not tell, so without it a person is
#   asked.
# custom:
#   id: flow-logs
#   severity: low
#   category: Network
#   rationale: |
#     Who took what where is otherwise not to be found out.
#   remediation: |
#     ```sh
#     gcloud compute networks subnets update <subnet> --enable-flow-logs
#     gcloud container clusters update <cluster> --enable-intra-node-visibility
#     ```
#   impact: |
#     Logs are charged by volume.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.flow_logs

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: networkConfig.enableIntraNodeVisibility; compute subnetworks.get: logConfig.enable", "expected": "true, true"},
}

finding := cloud.ask(answers, "Is the traffic of pods logged?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster", "subnetwork"],
}[input.type]

checks := [
	cloud.equals(["networkConfig", "enableIntraNodeVisibility"], true),
	cloud.check("subnetwork.logConfig.enable", object.get(input.data.subnetwork, ["logConfig", "enable"], false), true, object.get(input.data.subnetwork, ["logConfig", "enable"], false) == true),
] if input.type == "gcp_kubernetes_engine_cluster"
