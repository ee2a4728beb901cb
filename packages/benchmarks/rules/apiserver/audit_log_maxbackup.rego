# METADATA
# scope: package
# title: Ten rotated audit logs are kept
# description: |
#   Looks at `--audit-log-maxbackup`, the number of rotated files that are kept. Up to 1.35 the
#   default is 0, which sets no bound; from 1.36 it is 100.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     A number that is too small lets an attacker push his traces out by making many requests.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --audit-log-maxbackup=10
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
#       default: 10
package rules.apiserver.audit_log_maxbackup

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

least := parameters.get("apiserver-audit-log-maxbackup", "least", 10)

finding := settings.all_of("apiserver", [check])

# The default is another one from 1.36 on.
check := verdict.unknown(settings.evidence("apiserver", "audit-log-maxbackup", least), settings.unversioned("apiserver", "audit-log-maxbackup")) if {
	settings.unversioned("apiserver", "audit-log-maxbackup")
} else := settings.at_least("apiserver", "audit-log-maxbackup", least)
