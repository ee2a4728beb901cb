# METADATA
# scope: package
# title: Pods have a priority class
# description: |
#   Looks whether `priorityClassName` is set.
# custom:
#   id: priority-class
#   severity: info
#   category: Reliability
#   rationale: |
#     When a node is full, pods without a priority are judged by chance.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       priorityClassName: <class>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Pods of a higher class displace others where a node is full; with a class that does not exist the
#     pod is refused.
#   fix: {set: <priority class>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.reliability.priority_class

import data.lib.pods

value := pods.get(pods.spec, ["priorityClassName"])

finding := pods.judge([pods.spec_check("priorityClassName", value, "set", is_set)])

default is_set := false

is_set if not value in {null, ""}
