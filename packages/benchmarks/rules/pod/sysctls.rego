# METADATA
# scope: package
# title: Only safe kernel settings are changed
# description: |
#   Looks that every name in `securityContext.sysctls` is one of the settings that act on the pod
#   alone. The list grows with Kubernetes: 1.27, 1.29, 1.32.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: medium
#   fix: {remove: true}
#   category: Kernel isolation
#   rationale: |
#     Other kernel settings act on the whole node and on all other pods there.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       securityContext:
#         sysctls: []
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     The setting is no longer changed for the pod.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.pod.sysctls

import data.lib.pods
import data.lib.versions

safe := {name |
	some name, since in {
		"kernel.shm_rmid_forced": 0,
		"net.ipv4.ip_local_port_range": 0,
		"net.ipv4.tcp_syncookies": 0,
		"net.ipv4.ping_group_range": 0,
		"net.ipv4.ip_unprivileged_port_start": 0,
		"net.ipv4.ip_local_reserved_ports": 27,
		"net.ipv4.tcp_keepalive_time": 29,
		"net.ipv4.tcp_fin_timeout": 29,
		"net.ipv4.tcp_keepalive_intvl": 29,
		"net.ipv4.tcp_keepalive_probes": 29,
		"net.ipv4.tcp_rmem": 32,
		"net.ipv4.tcp_wmem": 32,
	}
	versions.at_least(since)
}

finding := pods.judge([pods.spec_check(sprintf("securityContext.sysctls[%d]", [i]), name, "a safe setting", name in safe) |
	some i, sysctl in pods.get(pods.spec, ["securityContext", "sysctls"])
	name := object.get(sysctl, "name", "")
])
