# METADATA
# scope: package
# title: etcd accepts clients with a certificate alone
# description: |
#   Looks whether `client-cert-auth` is true. It is false by default.
# custom:
#   severity: critical
#   category: etcd
#   rationale: |
#     Whoever may connect to etcd without a certificate may read and write all of the cluster’s
#     state, past RBAC and audit.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/etcd.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --client-cert-auth=true
#     ```
#
#     The kubelet restarts the etcd pod by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     Change one member after the other and wait until `etcdctl endpoint health` is well again.
#   impact: |
#     Clients without a certificate are refused, among them backup scripts.
#   fix: {set: true}
#   resource_types: [kubernetes_master_node]
package rules.etcd.client_cert_auth

import data.lib.settings

finding := settings.all_of("etcd", [settings.equals("etcd", "client-cert-auth", true)])
