# METADATA
# scope: package
# title: etcd serves its clients over TLS
# description: |
#   Looks whether etcd has `cert-file` and `key-file`, from flags, its environment or its
#   configuration file. With a configuration file etcd ignores the other two.
# custom:
#   severity: high
#   category: etcd
#   rationale: |
#     Without TLS every Secret crosses the network between API server and etcd in clear text.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/etcd.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --cert-file=<file>
#             - --key-file=<file>
#     ```
#
#     The kubelet restarts the etcd pod by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     Change one member after the other and wait until `etcdctl endpoint health` is well again.
#   impact: |
#     Clients must use https and trust the CA.
#   fix:
#     - {match: cert-file$, set: <serving certificate>}
#     - {match: key-file$, set: <serving key>}
#   resource_types: [kubernetes_master_node]
package rules.etcd.server_tls

import data.lib.settings

finding := settings.all_of("etcd", [
	settings.set("etcd", "cert-file"),
	settings.set("etcd", "key-file"),
])
