# METADATA
# scope: package
# title: The API server offers strong TLS cipher suites alone
# description: |
#   Looks at `--tls-cipher-suites`: every suite in it must have forward secrecy and an
#   authenticated cipher. Unset means the defaults of the Go library, which differ by version, so
#   it fails. With TLS 1.3 as the least version (`--tls-min-version`) the list has no effect and
#   the rule passes.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     A suite without forward secrecy lets whoever records the traffic today read it once the key
#     is lost. CBC suites have a history of attacks on their padding.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Old clients that know only other suites can no longer connect.
#   fix:
#     match: '[cC]ipher'
#     set:
#       - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
#       - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
#       - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
#       - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
#       - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
#       - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
#   resource_types: [kubernetes_master_node]
package rules.apiserver.tls_ciphers

import data.lib.settings

# Suites with forward secrecy and an authenticated cipher. Two of them have a short name too.
strong := {
	"TLS_AES_128_GCM_SHA256",
	"TLS_AES_256_GCM_SHA384",
	"TLS_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
}

finding := settings.any_of("apiserver", [
	settings.subset("apiserver", "tls-cipher-suites", strong),
	settings.equals("apiserver", "tls-min-version", "VersionTLS13"),
])
