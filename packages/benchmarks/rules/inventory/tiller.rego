# METADATA
# scope: package
# title: Helm 2 is gone
# description: |
#   Looks for the image of Tiller.
# custom:
#   id: tiller
#   severity: high
#   category: Inventory
#   rationale: |
#     Tiller is an administrator of the cluster that answers without authentication, and has had
#     no fixes since 2020.
#   remediation: |
#     Remove it:
#
#     ```sh
#     kubectl -n <namespace> delete <kind> <name>
#     ```
#   impact: |
#     Releases of Helm 2 have to be moved to Helm 3 first.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.inventory.tiller

import data.lib.images
import data.lib.pods

finding := pods.judge([pods.check(c, "image", image, "not Tiller", not_tiller(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
])

not_tiller(image) := false if {
	endswith(images.repository(image), "/tiller")
} else := true
