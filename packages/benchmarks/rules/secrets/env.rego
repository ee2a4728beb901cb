# METADATA
# scope: package
# title: Secrets reach containers as files
# description: |
#   Looks for environment variables that are taken from Secrets, one by one or whole.
# custom:
#   severity: low
#   category: Secrets
#   rationale: |
#     Environment variables are inherited by every child process and end in crash reports and
#     logs; files do not, and follow a changed Secret.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       volumes:
#         - name: secret
#           secret:
#             secretName: <secret>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     The program must read a file.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.secrets.env

import data.lib.pods

finding := pods.judge([check | some check in array.concat(single, whole)])

single := [pods.check(c, sprintf("env[%d].valueFrom.secretKeyRef", [i]), variable.name, "none", false) |
	some c in pods.containers
	some i, variable in c.container.env
	is_object(variable.valueFrom.secretKeyRef)
]

whole := [pods.check(c, sprintf("envFrom[%d].secretRef", [i]), pods.get(source, ["secretRef", "name"]), "none", false) |
	some c in pods.containers
	some i, source in c.container.envFrom
	is_object(source.secretRef)
]
