# METADATA
# scope: package
# title: etcd does not make its own client certificates
# description: |
#   Looks that `auto-tls` is not true.
# custom:
#   severity: medium
#   category: etcd
#   rationale: |
#     Certificates that etcd makes itself are signed by nobody: clients cannot verify them and so
#     accept those of an impostor too.
#   remediation: |
#     Remove `--auto-tls` from `<file>` on each node with etcd, and name certificates of your own
#     CA instead:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - etcd
#             - --cert-file=<certificate>
#             - --key-file=<key>
#     ```
#   impact: |
#     Clients must trust the CA of the new certificate.
#   fix: {set: false}
#   resource_types: [kubernetes_master_node]
package rules.etcd.no_auto_tls

import data.lib.settings

# Unset is the default, which is off.
finding := settings.all_of("etcd", [settings.not_equal("etcd", "auto-tls", true)])
