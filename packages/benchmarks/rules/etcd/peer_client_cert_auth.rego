# METADATA
# scope: package
# title: etcd members accept members with a certificate alone
# description: |
#   Looks whether `peer-client-cert-auth` is true. It is false by default.
# custom:
#   severity: high
#   category: etcd
#   rationale: |
#     A false member gets a copy of the whole database and a vote in what is written.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/etcd.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --peer-client-cert-auth=true
#     ```
#
#     The kubelet restarts the etcd pod by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     Change one member after the other and wait until `etcdctl endpoint health` is well again.
#   impact: |
#     All members need certificates of the trusted CA.
#   fix: {set: true}
#   resource_types: [kubernetes_master_node]
package rules.etcd.peer_client_cert_auth

import data.lib.settings

finding := settings.all_of("etcd", [settings.equals("etcd", "peer-client-cert-auth", true)])
