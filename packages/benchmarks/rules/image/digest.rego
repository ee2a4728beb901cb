# METADATA
# scope: package
# title: Images are pinned by digest
# description: |
#   Looks that each image is named with a digest.
# custom:
#   severity: info
#   category: Images
#   rationale: |
#     A tag can be moved to other content in the registry; a digest cannot.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           image: <registry>/<image>@sha256:<digest>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Updates need a tool that follows tags.
#   fix: {set: "<actual>@sha256:<digest of the image>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.image.digest

import data.lib.images
import data.lib.pods

finding := pods.judge([pods.check(c, "image", image, "a digest", is_pinned(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
])

default is_pinned(_) := false

is_pinned(image) if images.digest(image)
