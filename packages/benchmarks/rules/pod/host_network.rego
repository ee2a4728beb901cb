# METADATA
# scope: package
# title: No pod shares the network of its node
# description: |
#   Looks at `hostNetwork` of the pod. False and unset are the same.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix:
#     - remove: true
#     - create:
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: <name>, namespace: <namespace>}
#         spec:
#           podSelector: {matchLabels: <pod-labels>}
#           policyTypes: [Ingress, Egress]
#           ingress: [{from: [{podSelector: {}}]}]
#           egress:
#             - to: [{podSelector: {}}]
#             - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
#               ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
#   category: Host access
#   rationale: |
#     On the host’s network a pod stands outside every network policy, can listen on the node’s
#     addresses and reach services that trust loopback.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       hostNetwork: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Monitoring and network agents often need it; keep them in a namespace of their own and
#     except them there.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.host_network

import data.lib.pods

value := pods.get(pods.spec, ["hostNetwork"])

finding := pods.judge([pods.spec_check("hostNetwork", value, "not true", value != true)])
