# METADATA
# scope: package
# title: Which volumes a workload mounts
# description: |
#   Lists the PersistentVolumeClaims that are mounted.
# custom:
#   severity: info
#   category: Secrets
#   rationale: |
#     They hold data that outlives the pod.
#   remediation: |
#     Look at the list with the owner, and remove what is not needed:
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   manual: true
package rules.workload.mounts_pvc

import data.lib.pods
import data.lib.verdict

found := [{"path": v.path, "actual": name, "expected": "needed"} |
	some v in pods.volumes
	name := v.volume.persistentVolumeClaim.claimName
]

finding := verdict.manual("Does the workload need them?", found) if count(found) > 0
