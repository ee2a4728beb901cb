# METADATA
# scope: package
# title: etcd members do not make their own certificates
# description: |
#   Looks that `peer-auto-tls` is not true.
# custom:
#   severity: medium
#   category: etcd
#   rationale: |
#     Self-made certificates prove nothing between members.
#   remediation: |
#     Remove `--peer-auto-tls` from `<file>` on each node with etcd, and name certificates of your
#     own CA instead:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --peer-cert-file=<certificate>
#             - --peer-key-file=<key>
#     ```
#   impact: |
#     All members have to change together.
#   fix: {set: false}
#   resource_types: [kubernetes_master_node]
package rules.etcd.no_peer_auto_tls

import data.lib.settings

# Unset is the default, which is off.
finding := settings.all_of("etcd", [settings.not_equal("etcd", "peer-auto-tls", true)])
