# METADATA
# scope: package
# title: Untrusted workloads run in a sandbox
# description: |
#   Lists the classes of runtimes that the cluster has, and asks whether workloads that are not
#   trusted use the sandbox.
# custom:
#   id: gke-sandbox
#   severity: low
#   category: Workloads
#   rationale: |
#     In the sandbox a container talks to a kernel of its own.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --sandbox type=gvisor
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   inventory: [RuntimeClass]
#   manual: true
package rules.cloud.gke_sandbox

import data.lib.cloud
import data.lib.inventory

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.sandboxConfig.type", "expected": "GVISOR for workloads that are not trusted"},
}

facts := [{"path": sprintf("RuntimeClass/%s", [class.metadata.name]), "actual": class.handler, "expected": "gvisor for workloads that are not trusted"} | some class in inventory.cluster_objects("RuntimeClass")]

finding := cloud.ask(answers, "Do workloads that are not trusted run in the sandbox?", facts)
