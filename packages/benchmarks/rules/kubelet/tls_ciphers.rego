# METADATA
# scope: package
# title: The kubelet offers strong TLS cipher suites alone
# description: |
#   Looks at `tlsCipherSuites`: every suite in it must have forward secrecy and an authenticated
#   cipher. Unset means the defaults of the Go library, which differ by version, so it fails. With
#   TLS 1.3 as the least version (`tlsMinVersion`) the list has no effect and the rule passes.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     A suite without forward secrecy lets whoever records the traffic today read it once the key
#     is lost. CBC suites have a history of attacks on their padding.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     tlsCipherSuites:
#       - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
#       - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
#       - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
#       - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
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
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.tls_ciphers

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

finding := settings.any_of("kubelet", [
	settings.subset("kubelet", "tlsCipherSuites", strong),
	settings.equals("kubelet", "tlsMinVersion", "VersionTLS13"),
])
