# METADATA
# scope: package
# title: Probes and hooks call their own pod
# description: |
#   Looks at the `host` field of HTTP and TCP probes and lifecycle hooks: it must be empty. Part
#   of the Pod Security Standards since Kubernetes 1.34; the rule does not apply to older
#   clusters.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: low
#   fix: {remove: true}
#   category: Host access
#   rationale: |
#     The kubelet sends these requests from the node. With a host of choice they reach what the
#     pod itself may not, past its network policies.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           livenessProbe:
#             httpGet:
#               path: /healthz
#               port: <port>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None, unless another host was meant to be probed.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.host_probes

import data.lib.pods
import data.lib.versions

finding := pods.judge(checks) if versions.at_least(34)

checks := [check |
	some c in pods.containers
	some place in [["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]]
	some handler in ["httpGet", "tcpSocket"]
	at := array.concat(place, [handler, "host"])
	value := pods.get(c.container, at)
	value != null
	check := pods.check(c, concat(".", at), value, "empty", value == "")
]
