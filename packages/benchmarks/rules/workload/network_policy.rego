# METADATA
# scope: package
# title: Each workload is selected by network policies
# description: |
#   Looks for network policies of the namespace whose selector matches the labels of the pods, for
#   traffic in and for traffic out. Pods on the network of their node are outside network policies
#   and are left out.
# custom:
#   severity: medium
#   category: Network
#   rationale: |
#     A pod that no policy selects talks to everybody, and everybody to it.
#   remediation: |
#     Write a policy that selects the pods, for Ingress and Egress. To see the labels:
#
#     ```sh
#     kubectl -n <namespace> get <kind> <name> -o jsonpath='{.spec.template.metadata.labels}'
#     ```
#   impact: |
#     Traffic that no policy allows stops.
#   fix:
#     create:
#       apiVersion: networking.k8s.io/v1
#       kind: NetworkPolicy
#       metadata: {name: <name>, namespace: <namespace>}
#       spec:
#         podSelector: {matchLabels: <pod-labels>}
#         policyTypes: [Ingress, Egress]
#         ingress: [{from: [{podSelector: {}}]}]
#         egress:
#           - to: [{podSelector: {}}]
#           - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
#             ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [NetworkPolicy]
package rules.workload.network_policy

import data.lib.inventory
import data.lib.pods
import data.lib.selectors

labels := object.get(pods.template, ["metadata", "labels"], {})

policies := [policy |
	some policy in inventory.objects_in(namespace, "NetworkPolicy")
	selectors.matches(object.get(policy.spec, "podSelector", {}), labels)
]

namespace := name if {
	name := pods.namespace
	is_string(name)
} else := "default"

# Ingress is always meant where no types are given, egress where there are rules for it.
types(spec) := {type | some type in spec.policyTypes} if {
	count(spec.policyTypes) > 0
} else := {"Ingress", "Egress"} if {
	count(spec.egress) > 0
} else := {"Ingress"}

finding := pods.judge([{"ok": count(names) > 0, "evidence": evidence} |
	some direction in ["Ingress", "Egress"]
	names := [policy.metadata.name | some policy in policies; direction in types(policy.spec)]
	evidence := {"path": direction, "actual": names, "expected": "a policy that selects the pods"}
]) if {
	not pods.spec.hostNetwork == true
}
