# METADATA
# scope: package
# title: The API server has an audit policy
# description: |
#   Looks whether `--audit-policy-file` is given.
# custom:
#   severity: high
#   category: Logging
#   rationale: |
#     Without a policy no event is written, even where a log file is named.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --audit-policy-file=/etc/kubernetes/audit-policy.yaml
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None; the file must be mounted into the pod.
#   fix: {set: <audit policy file that the pod mounts>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.audit_policy_file

import data.lib.settings

finding := settings.all_of("apiserver", [settings.set("apiserver", "audit-policy-file")])
