# METADATA
# scope: package
# title: Pods of GKE ask a metadata server of their own
# description: |
#   Looks for the DaemonSet gke-metadata-server, which runs where workload identity is on.
# custom:
#   id: gke-metadata-server
#   severity: medium
#   category: Nodes
#   rationale: |
#     Without it pods reach the metadata of the machine, and with it the credentials of the node.
#   remediation: |
#     ```sh
#     gcloud container node-pools update <pool> --cluster <cluster> --workload-metadata GKE_METADATA
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   inventory: [DaemonSet]
#   optional: true
package rules.node.gke_metadata_server

import data.lib.inventory
import data.lib.verdict

wanted := {"gke-metadata-server"}

found := sort([daemon_set.metadata.name |
	some daemon_set in inventory.namespaced_objects("DaemonSet")
	daemon_set.metadata.name in wanted
])

evidence := {"path": "DaemonSets", "actual": found, "expected": concat(" or ", wanted)}

finding := verdict.failed_if_any([evidence | count(found) == 0], [evidence]) if input.type == "kubernetes_cluster"
