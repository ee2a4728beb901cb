# METADATA
# scope: package
# title: No container is in the root group
# description: |
#   Looks at `runAsGroup`, `fsGroup` and `supplementalGroups`: none may be 0, and a primary group
#   must be named, because it is 0 otherwise.
# custom:
#   severity: low
#   category: Privileges
#   rationale: |
#     Files that the root group may write, in the image or on a volume, are open to such a process
#     whatever its user.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         runAsGroup: 1000
#         fsGroup: 1000
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Files of the image that only the root group may read are out of reach.
#   fix:
#     - {match: runAsGroup$, set: "<group id that the image can run with: number>"}
#     - {match: fsGroup$, remove: true}
#     - {match: supplementalGroups$, exclude: 0}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.root_group

import data.lib.pods

finding := pods.judge(array.concat(primary, others))

primary := [pods.check(c, "securityContext.runAsGroup", value, "a number above 0", is_above(value)) |
	some c in pods.containers
	value := pods.effective(c, ["runAsGroup"])
]

others := [{"ok": false, "evidence": evidence} |
	some field in ["fsGroup", "supplementalGroups"]
	0 in as_list(pods.get(pods.spec, ["securityContext", field]))
	evidence := {"path": sprintf("%s.securityContext.%s", [pods.path, field]), "actual": 0, "expected": "not 0"}
]

default is_above(_) := false

is_above(value) if {
	is_number(value)
	value > 0
}

as_list(value) := value if is_array(value)

as_list(value) := [value] if is_number(value)
