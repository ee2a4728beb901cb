# METADATA
# scope: package
# title: Boot disks are encrypted with a key of your own
# description: |
#   Looks for a key on the boot disk of every node pool. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: boot-disk-cmek
#   severity: low
#   category: Nodes
#   rationale: |
#     A key of your own can be watched, rotated and withdrawn.
#   remediation: |
#     ```sh
#     gcloud container node-pools create <pool> --cluster <cluster> --boot-disk-kms-key <key>
#     ```
#   impact: |
#     Pools are made anew.
#   resource_types: [kubernetes_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.boot_disk_cmek

import data.lib.cloud
import data.lib.verdict

answers := {
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: nodePools[].config.bootDiskKmsKey", "expected": "a key of your own"},
}

finding := cloud.ask(answers, "Which key encrypts the boot disks?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.pools(["config", "bootDiskKmsKey"], "a key", [pool | some pool in cloud.value(["nodePools"]); count(pool.config.bootDiskKmsKey) > 0]),
] if input.type == "gcp_kubernetes_engine_cluster"
