# METADATA
# scope: package
# title: No image comes from a registry that is frozen
# description: |
#   Looks for images of k8s.gcr.io, which gets no new versions since 2023, in favour of
#   registry.k8s.io.
# custom:
#   severity: low
#   category: Images
#   rationale: |
#     Images there have no more fixes.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           image: registry.k8s.io/<image>:<version>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None.
#   fix: {replace: {from: k8s.gcr.io/, to: registry.k8s.io/}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.image.deprecated_registry

import data.lib.pods

finding := pods.judge([pods.check(c, "image", image, "not from k8s.gcr.io", is_current(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
])

default is_current(_) := true

is_current(image) := false if startswith(image, "k8s.gcr.io/")
