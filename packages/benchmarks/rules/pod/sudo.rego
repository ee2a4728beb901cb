# METADATA
# scope: package
# title: No container starts with sudo
# description: |
#   Looks for the word sudo in command and arguments of every container.
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
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.sudo

import data.lib.pods

finding := pods.judge([pods.check(c, list, word, "without sudo", no_sudo(word)) |
	some c in pods.containers
	some list in ["command", "args"]
	some word in c.container[list]
])

no_sudo(word) := false if {
	regex.match(`\bsudo\b`, word)
} else := true
