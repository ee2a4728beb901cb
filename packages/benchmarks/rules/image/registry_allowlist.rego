# METADATA
# scope: package
# title: Images come from registries that are allowed
# description: |
#   Compares each image with the parameter `registries`, a list of prefixes such as
#   `registry.example/team`. Without the list the rule does not apply. Short names count as
#   docker.io/library.
# custom:
#   severity: medium
#   category: Images
#   rationale: |
#     An image from anywhere is a program from anybody.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           image: <allowed registry>/<image>:<version>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Images have to be copied into the registry first.
#   fix: {set: "<allowed registry>/<image-path>:<tag>"}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: registries
#       description: Prefixes of images that may run
#       default: []
package rules.image.registry_allowlist

import data.lib.images
import data.lib.parameters
import data.lib.pods

prefixes := parameters.get("image-registry-allowlist", "registries", [])

# Without a list there is nothing to compare with.
finding := pods.judge(checks) if count(prefixes) > 0

checks := [pods.check(c, "image", image, "from an allowed registry", is_of(image)) |
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
