# METADATA
# scope: package
# title: Which ConfigMaps a workload mounts
# description: |
#   Lists the ConfigMaps that are mounted as volumes.
# custom:
#   severity: info
#   category: Secrets
#   rationale: |
#     Who may change them changes the workload.
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
package rules.workload.mounts_configmap

import data.lib.pods
import data.lib.verdict

found := [{"path": v.path, "actual": name, "expected": "needed"} |
	some v in pods.volumes
	name := v.volume.configMap.name
]

finding := verdict.manual("Does the workload need them?", found) if count(found) > 0
