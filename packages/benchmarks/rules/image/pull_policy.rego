# METADATA
# scope: package
# title: Tags are pulled at each start
# description: |
#   Looks at `imagePullPolicy` of each container whose image has no digest: where it is set, it
#   must be Always. A tag can move; unset is left to the default, which pulls latest each time.
# custom:
#   severity: info
#   fix: {set: Always}
#   category: Images
#   rationale: |
#     With IfNotPresent a node runs whatever it happened to pull under that name, also what
#     another tenant pulled.
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

finding := pods.judge([pods.check(c, "imagePullPolicy", policy, "Always", policy in {null, "", "Always"}) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
	not images.digest(image)
	policy := pods.get(c.container, ["imagePullPolicy"])
])
