# METADATA
# scope: package
# title: Images have a fixed tag
# description: |
#   Looks that each image has a digest, or a tag other than latest. The port of a registry is not
#   a tag.
# custom:
#   severity: low
#   category: Images
#   rationale: |
#     A moving tag runs today what nobody looked at yesterday, and two replicas may run different
#     programs.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           image: <registry>/<image>:<version>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     New versions no longer come by themselves.
#   fix: {set: "<repository>:<tag that is never moved>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.image.tag_latest

import data.lib.images
import data.lib.pods

finding := pods.judge([pods.check(c, "image", image, "a tag other than latest, or a digest", is_fixed(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
])

default is_fixed(_) := false

is_fixed(image) if images.digest(image)

is_fixed(image) if not images.tag(image) in {"latest", ""}
