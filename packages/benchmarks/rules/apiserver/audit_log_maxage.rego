# METADATA
# scope: package
# title: Audit logs are kept for 30 days
# description: |
#   Looks at `--audit-log-maxage`, the days for which rotated files are kept. Up to 1.35 the
#   default is 0, which keeps them without limit of age but says nothing of what the disk holds;
#   the rule wants a stated time. From 1.36 the default is 366.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     Attacks are often found weeks later. Logs that are gone by then cannot tell what happened.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --audit-log-maxage=30
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
#       default: 30
package rules.apiserver.audit_log_maxage

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

least := parameters.get("apiserver-audit-log-maxage", "least", 30)

finding := settings.all_of("apiserver", [check])

# The default is another one from 1.36 on.
check := verdict.unknown(settings.evidence("apiserver", "audit-log-maxage", least), settings.unversioned("apiserver", "audit-log-maxage")) if {
	settings.unversioned("apiserver", "audit-log-maxage")
} else := settings.at_least("apiserver", "audit-log-maxage", least)
