# METADATA
# scope: package
# title: Pods are spread over nodes or zones
# description: |
#   Looks whether `topologySpreadConstraints` has an entry.
# custom:
#   id: topology-spread
#   severity: info
#   category: Reliability
#   rationale: |
#     All replicas on one node go down with it.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       topologySpreadConstraints:
#         - maxSkew: 1
#           topologyKey: kubernetes.io/hostname
#           whenUnsatisfiable: ScheduleAnyway
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Pods move when they are made anew. With DoNotSchedule instead of ScheduleAnyway they may wait for
#     a node.
#   fix:
#     set:
#       - maxSkew: 1
#         topologyKey: kubernetes.io/hostname
#         whenUnsatisfiable: ScheduleAnyway
#         labelSelector: {matchLabels: <pod-labels>}
#   resource_types: [k8s_object]
#   kinds: [Deployment, StatefulSet, ReplicaSet, Pod]
package rules.reliability.topology_spread

import data.lib.pods

value := pods.get(pods.spec, ["topologySpreadConstraints"])

finding := pods.judge([pods.spec_check("topologySpreadConstraints", value, "set", is_set)])

default is_set := false

is_set if count(value) > 0
