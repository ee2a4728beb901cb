# METADATA
# scope: package
# title: Service account tokens are not extended to a year
# description: |
#   Looks at `--service-account-extend-token-expiration`, which is on unless it is set to false.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     While it is on, the API server gives projected tokens a life of a year instead of an hour,
#     for the sake of clients that never read them again. A token that leaks is then good for as
#     long.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --service-account-extend-token-expiration=false
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Clients older than Kubernetes 1.21 libraries that keep a token in memory fail after an hour.
#     The metric serviceaccount_stale_tokens_total counts them.
#   fix: {set: false}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.sa_extend_token_expiration

import data.lib.settings

finding := settings.all_of("apiserver", [settings.equals("apiserver", "service-account-extend-token-expiration", false)])
