# METADATA
# scope: package
# title: Nodes of GKE keep an audit log of their own
# description: |
#   Looks for the DaemonSet with which GKE turns on auditd on its nodes.
# custom:
#   severity: low
#   category: Nodes
#   rationale: |
#     The audit log of the API server says nothing of what happens on a node itself.
#   remediation: |
#     Apply the DaemonSet that Google publishes for it, then look:
#
#     ```sh
#     kubectl get daemonsets --all-namespaces | grep auditd
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   inventory: [DaemonSet]
#   optional: true
package rules.node.auditd

import data.lib.inventory
import data.lib.verdict

wanted := {"cos-auditd-logging"}

found := sort([daemon_set.metadata.name |
	some daemon_set in inventory.namespaced_objects("DaemonSet")
	daemon_set.metadata.name in wanted
])

evidence := {"path": "DaemonSets", "actual": found, "expected": concat(" or ", wanted)}

finding := verdict.failed_if_any([evidence | count(found) == 0], [evidence]) if input.type == "kubernetes_cluster"
