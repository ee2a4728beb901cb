# METADATA
# scope: package
# title: Containers have a memory limit
# description: |
#   Looks whether each container, or its pod as a whole, has `resources.limits.memory`.
# custom:
#   severity: low
#   category: Resources
#   rationale: |
#     Without a limit one container can take all memory of the node from the others, by fault or
#     on purpose.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           resources:
#             limits:
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
#     A limit that is too small slows the program down or ends it.
#   fix: {set: <memory limit>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.resources.memory_limit

import data.lib.pods

# Ephemeral containers cannot have resources of their own.
finding := pods.judge([pods.check(c, "resources.limits.memory", value, "set", has(c, "limits")) |
	some c in pods.containers
	not c.list == "ephemeralContainers"
	value := pods.get(c.container, ["resources", "limits", "memory"])
])

default has(_, _) := false

has(c, what) if bounds(pods.get(c.container, ["resources", what, "memory"]))

# Since 1.34 the pod can have resources of its own.
has(_, what) if bounds(pods.get(pods.spec, ["resources", what, "memory"]))

# Nothing of a resource is no bound: runtimes take it for as much as there is.
bounds(quantity) if not quantity in {null, "", "0", 0}
