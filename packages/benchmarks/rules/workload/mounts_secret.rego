# METADATA
# scope: package
# title: Which Secrets a workload mounts
# description: |
#   Lists the Secrets that are mounted as volumes, also projected ones.
# custom:
#   severity: info
#   category: Secrets
#   rationale: |
#     Whoever gets into the container reads them.
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
package rules.workload.mounts_secret

import data.lib.pods
import data.lib.verdict

found := array.concat(
	[{"path": v.path, "actual": name, "expected": "needed"} |
		some v in pods.volumes
		name := v.volume.secret.secretName
	],
	[{"path": sprintf("%s.projected", [v.path]), "actual": name, "expected": "needed"} |
		some v in pods.volumes
		some source in v.volume.projected.sources
		name := source.secret.name
	],
)

finding := verdict.manual("Does the workload need them?", found) if count(found) > 0
