# METADATA
# scope: package
# title: No Windows container runs as a process of its host
# description: |
#   Looks at `windowsOptions.hostProcess` of the pod and of every container.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix: {remove: true}
#   category: Host access
#   rationale: |
#     A HostProcess container is a process of the Windows node with its rights and network, not a
#     container.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         windowsOptions:
#           hostProcess: false
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Node agents for Windows need an exception.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.windows_hostprocess

import data.lib.pods

finding := pods.judge([check |
	some holder in pods.contexts
	value := pods.get(holder.context, ["windowsOptions", "hostProcess"])
	value != null
	check := {"ok": value != true, "evidence": {
		"path": sprintf("%s.windowsOptions.hostProcess", [holder.path]), "actual": value,
		"expected": "not true", "container": holder.name,
	}}
])
