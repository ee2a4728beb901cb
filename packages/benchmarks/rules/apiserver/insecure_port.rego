# METADATA
# scope: package
# title: The API server has no port without TLS
# description: |
#   Looks that `--insecure-port` is 0 or not given. The flag is gone since 1.24.
# custom:
#   severity: critical
#   category: API server
#   rationale: |
#     The port asks for neither credentials nor rights: who reaches it is an administrator.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --insecure-port=0
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Clients have to use the secure port.
#   fix: {remove: true}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.insecure_port

import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("apiserver", verdict.all_of([settings.check("apiserver", "insecure-port", "0 or not set", closed)]))

default closed := false

closed if settings.value("apiserver", "insecure-port") in {null, 0, "0", ""}
