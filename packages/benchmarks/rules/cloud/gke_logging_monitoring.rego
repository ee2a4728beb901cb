# METADATA
# scope: package
# title: GKE writes logs and metrics
# description: |
#   Looks for the system components among what the cluster logs and measures. What the cloud says
#   is judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: gke-logging-monitoring
#   severity: medium
#   category: Managed control plane
#   rationale: |
#     Without them nobody can tell afterwards what happened.
#   remediation: |
#     ```sh
#     gcloud container clusters update <cluster> --logging SYSTEM,WORKLOAD --monitoring SYSTEM
#     ```
#   impact: |
#     Logs are charged by volume.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.gke_logging_monitoring

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: loggingConfig, monitoringConfig", "expected": "SYSTEM_COMPONENTS in both"},
}

components(config) := {word | some word in cloud.value([config, "componentConfig", "enableComponents"])}

facts := []

finding := cloud.ask(answers, "Does the cluster write logs and metrics?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.includes("cluster.loggingConfig", components("loggingConfig"), {"SYSTEM_COMPONENTS"}),
	cloud.includes("cluster.monitoringConfig", components("monitoringConfig"), {"SYSTEM_COMPONENTS"}),
] if input.type == "gcp_kubernetes_engine_cluster"
