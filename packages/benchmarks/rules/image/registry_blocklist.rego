# METADATA
# scope: package
# title: No image comes from a blocked registry
# description: |
#   Compares each image with the parameter `registries`, a list of prefixes. Without the list the
#   rule does not apply.
# custom:
#   severity: medium
#   category: Images
#   rationale: |
#     A registry is blocked for a reason, such as content without control.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           image: <other registry>/<image>:<version>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     An image that the other registry does not hold cannot be pulled, and the pod does not start.
#   fix: {set: "<allowed registry>/<image-path>:<tag>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: registries
#       description: Prefixes of images that may not run
#       default: []
package rules.image.registry_blocklist

import data.lib.images
import data.lib.parameters
import data.lib.pods

prefixes := parameters.get("image-registry-blocklist", "registries", [])

# Without a list there is nothing to compare with.
finding := pods.judge(checks) if count(prefixes) > 0

checks := [pods.check(c, "image", image, "not from a blocked registry", not_of(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
]

default is_of(_) := false

# A prefix ends where a part of the name ends: example.com/a is not example.com/ab.
is_of(image) if {
	some prefix in prefixes
	some name in {image, images.full_name(image)}
	startswith(sprintf("%s/", [images.repository(name)]), sprintf("%s/", [trim_suffix(prefix, "/")]))
}

not_of(image) := false if {
	is_of(image)
} else := true
