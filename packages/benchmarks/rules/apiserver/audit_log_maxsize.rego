# METADATA
# scope: package
# title: Audit logs rotate at 100 megabytes
# description: |
#   Looks at `--audit-log-maxsize`, the size in megabytes at which a file is rotated. Up to 1.35
#   it is 0 where it is not set, and the size is left to the library; from 1.36 it is 100.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     Small files together with a bounded number of them shorten the time that the log covers.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --audit-log-maxsize=100
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Disk space on the control plane nodes.
#   fix: {set: "<least: number>"}
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: least
#       description: The smallest value that passes
#       default: 100
package rules.apiserver.audit_log_maxsize

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

least := parameters.get("apiserver-audit-log-maxsize", "least", 100)

finding := settings.all_of("apiserver", [check])

# The default is another one from 1.36 on.
check := verdict.unknown(settings.evidence("apiserver", "audit-log-maxsize", least), settings.unversioned("apiserver", "audit-log-maxsize")) if {
	settings.unversioned("apiserver", "audit-log-maxsize")
} else := settings.at_least("apiserver", "audit-log-maxsize", least)
