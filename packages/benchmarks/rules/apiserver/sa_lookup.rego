# METADATA
# scope: package
# title: Tokens of deleted service accounts are refused
# description: |
#   Looks at `--service-account-lookup`, which is on unless it is set to false.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     With the lookup off a token stays good after its service account was deleted, for as long as
#     its signature holds.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --service-account-lookup=true
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     None.
#   fix: {set: true}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.sa_lookup

import data.lib.settings

# Unset is the default, which is on.
finding := settings.all_of("apiserver", [settings.not_equal("apiserver", "service-account-lookup", false)])
