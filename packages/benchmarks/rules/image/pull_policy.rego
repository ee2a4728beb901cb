# METADATA
# scope: package
# title: Moving tags are pulled at each start
# description: |
#   Looks that an image whose tag moves (latest or none) has the pull policy Always, which is also
#   the default for it.
# custom:
#   severity: info
#   category: Images
#   rationale: |
#     Otherwise nodes run whatever version they happened to have.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           imagePullPolicy: Always
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Starts need the registry.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.image.pull_policy

import data.lib.images
import data.lib.pods

finding := pods.judge([pods.check(c, "imagePullPolicy", policy, "Always", policy in {null, "Always"}) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
	not images.digest(image)
	images.tag(image) in {"", "latest"}
	policy := pods.get(c.container, ["imagePullPolicy"])
])
