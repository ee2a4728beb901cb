# METADATA
# scope: package
# title: The API server writes an audit log
# description: |
#   Looks for a place that audit events go to: `--audit-log-path` (a file, or `-` for standard
#   output) or a webhook with `--audit-webhook-config-file`.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without an audit log nobody can say after an incident who read which Secret, made which
#     binding or opened a shell in which pod.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --audit-log-path=/var/log/kubernetes/audit.log
#             - --audit-policy-file=/etc/kubernetes/audit-policy.yaml
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     Mount the log directory and the policy file into the pod, or the API server does not start.
#     Nothing is written without a policy.
#   impact: |
#     Audit logs take disk space and some time of each request; a policy keeps the noise out.
#   fix: {match: ^--audit-log-path$, set: <file in a directory that the pod mounts>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.audit_log_path

import data.lib.settings

# A webhook is as good a place as a file.
finding := settings.any_of("apiserver", [
	settings.set("apiserver", "audit-log-path"),
	settings.set("apiserver", "audit-webhook-config-file"),
])
