# METADATA
# scope: package
# title: No container starts with sudo
# description: |
#   Looks for the word sudo in command and arguments of every container. The words themselves are
#   not shown, because there may be passwords among them.
# custom:
#   severity: low
#   category: Privileges
#   rationale: |
#     What calls sudo counts on becoming root inside the container.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           command: [<program>]
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     A program that needs root for its start has to be changed.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.sudo

import data.lib.pods

finding := pods.judge([pods.check(c, list, shown, "without sudo", shown == "without sudo") |
	some c in pods.containers
	some list in ["command", "args"]
	is_array(c.container[list])
	shown := mention(c.container[list])
])

mention(words) := "calls sudo" if {
	some word in words
	regex.match(`\bsudo\b`, word)
} else := "without sudo"
