# METADATA
# scope: package
# title: etcd members speak TLS to each other
# description: |
#   Looks whether `peer-cert-file` and `peer-key-file` are both given. A cluster of one member has
#   no peers; it is looked at all the same, because a second member is one command away.
# custom:
#   severity: high
#   category: etcd
#   rationale: |
#     Between members the whole database is copied.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/etcd.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --peer-cert-file=<file>
#             - --peer-key-file=<file>
#     ```
#
#     The kubelet restarts the etcd pod by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     Change one member after the other and wait until `etcdctl endpoint health` is well again.
#   impact: |
#     All members have to change together.
#   fix:
#     - {match: cert-file$, set: <certificate for peers>}
#     - {match: key-file$, set: <key for peers>}
#   resource_types: [kubernetes_master_node]
package rules.etcd.peer_tls

import data.lib.settings

finding := settings.all_of("etcd", [
	settings.set("etcd", "peer-cert-file"),
	settings.set("etcd", "peer-key-file"),
])
