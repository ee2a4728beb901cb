# METADATA
# scope: package
# title: Containers have a memory request
# description: |
#   Looks whether each container, or its pod as a whole, has `resources.requests.memory`. A
#   request that is not set takes the value of the limit, so a limit is enough.
# custom:
#   severity: info
#   category: Resources
#   rationale: |
#     The scheduler plans by requests. Without one it puts too many pods on a node, and the ones
#     without are the first to go.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           resources:
#             requests:
#               memory: 256Mi
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None, but fewer pods fit on a node.
#   fix: {set: <memory request>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.resources.memory_request

import data.lib.pods

# Ephemeral containers cannot have resources of their own.
finding := pods.judge([pods.check(c, "resources.requests.memory", value, "set", either(c)) |
	some c in pods.containers
	not c.list == "ephemeralContainers"
	value := pods.get(c.container, ["resources", "requests", "memory"])
])

default has(_, _) := false

has(c, what) if bounds(pods.get(c.container, ["resources", what, "memory"]))

# Since 1.34 the pod can have resources of its own.
has(_, what) if bounds(pods.get(pods.spec, ["resources", what, "memory"]))

default either(_) := false

either(c) if has(c, "requests")

either(c) if has(c, "limits")

# Nothing of a resource is no bound: runtimes take it for as much as there is.
bounds(quantity) if not quantity in {null, "", "0", 0}
