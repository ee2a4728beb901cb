# METADATA
# scope: package
# title: The pod has a user namespace of its own
# description: |
#   Looks whether `hostUsers` is false.
# custom:
#   severity: info
#   category: Host access
#   rationale: |
#     In a user namespace root in the container is nobody on the node, which takes the force out
#     of many ways to break out.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       hostUsers: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Needs support by kernel, runtime and file systems; pods that use the host’s namespaces
#     cannot have it.
#   fix: {set: false}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   optional: true
package rules.pod.user_namespace

import data.lib.pods

value := pods.get(pods.spec, ["hostUsers"])

finding := pods.judge([pods.spec_check("hostUsers", value, "false", value == false)])
