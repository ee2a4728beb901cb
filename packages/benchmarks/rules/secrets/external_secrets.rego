# METADATA
# scope: package
# title: Which secrets come from an outside store
# description: |
#   Lists volumes of the secrets store CSI driver.
# custom:
#   id: external-secrets
#   severity: info
#   category: Secrets
#   rationale: |
#     An outside store can rotate secrets and log who read them.
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
package rules.secrets.external_secrets

import data.lib.pods
import data.lib.verdict

found := [{"path": v.path, "actual": name, "expected": "needed"} |
	some v in pods.volumes
	v.volume.csi.driver == "secrets-store.csi.k8s.io"
	name := object.get(v.volume.csi, ["volumeAttributes", "secretProviderClass"], "")
]

finding := verdict.manual("Is the store the right one, and are its rights small?", found) if count(found) > 0
