# METADATA
# scope: package
# title: Service account tokens are verified with a key of their own
# description: |
#   Looks for `--service-account-key-file` or, from 1.32, `--service-account-signing-endpoint`,
#   which leaves the keys to an outside signer.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     Without either the API server falls back to the private key of its own serving certificate.
#     Changing that certificate then breaks all tokens, and one lost key opens both.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --service-account-key-file=/etc/kubernetes/pki/sa.pub
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Tokens signed with the former key are refused; keep it as a second file until they have
#     expired.
#   fix: {match: key-file$, set: <file of the service account key>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.sa_key_file

import data.lib.settings

finding := settings.any_of("apiserver", [
	settings.set("apiserver", "service-account-key-file"),
	settings.set("apiserver", "service-account-signing-endpoint"),
])
