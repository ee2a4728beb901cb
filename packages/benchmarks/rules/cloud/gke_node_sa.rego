# METADATA
# scope: package
# title: Node pools have an account of their own
# description: |
#   Looks at the service account of every node pool: not the default one of Compute Engine. What
#   the cloud says is judged where it is there; the cluster itself does not tell, so without it a
#   person is asked.
# custom:
#   id: gke-node-sa
#   severity: high
#   category: Nodes
#   rationale: |
#     The default account may be editor of the project, and pods that reach the metadata server
#     have what it has.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --service-account <account>
#     ```
#   impact: |
#     Pools are made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.gke_node_sa

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.serviceAccount", "expected": "an account of its own"},
}

own_account(pool) if {
	account := pool.config.serviceAccount
	account != "default"
	not endswith(account, "-compute@developer.gserviceaccount.com")
}

facts := []

finding := cloud.ask(answers, "Which service account do the nodes run as?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["config", "serviceAccount"], "an account of its own", [pool | some pool in cloud.value(["nodePools"]); own_account(pool)]),
] if input.type == "gcp_kubernetes_engine_cluster"
