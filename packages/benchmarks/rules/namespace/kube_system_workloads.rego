# METADATA
# scope: package
# title: Only the system runs in kube-system
# description: |
#   Looks for workloads in kube-system whose images do not come from the registry of Kubernetes,
#   or from the prefixes of the parameter `images`. Static pods of the node are left out.
# custom:
#   id: kube-system-workloads
#   severity: low
#   category: Namespaces
#   rationale: |
#     kube-system is exempt from many policies and holds powerful service accounts; who runs there
#     inherits both.
#   remediation: |
#     Move it to a namespace of its own, or add its registry to the parameter `images` of this
#     rule:
#
#     ```sh
#     kubectl create namespace <new namespace>
#     kubectl -n kube-system get <kind> <name> -o yaml
#     ```
#   impact: |
#     Names, service accounts and secrets of the old namespace are not there; callers need the new name
#     of its Service.
#   fix: {set: <namespace of its own>, at: metadata.namespace}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: images
#       description: Prefixes of images of the system
#       default: ["registry.k8s.io/", "k8s.gcr.io/"]
package rules.namespace.kube_system_workloads

import data.lib.parameters
import data.lib.pods

known := parameters.get("kube-system-workloads", "images", ["registry.k8s.io/", "k8s.gcr.io/"])

finding := pods.judge([pods.check(c, "image", image, "an image of the system", is_known(image)) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
]) if {
	input.namespace == "kube-system"
	object.get(input.data, ["metadata", "annotations", "kubernetes.io/config.mirror"], null) == null
}

default is_known(_) := false

is_known(image) if {
	some prefix in known
	startswith(image, prefix)
}
