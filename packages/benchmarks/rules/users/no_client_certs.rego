# METADATA
# scope: package
# title: People do not log in with client certificates
# description: |
#   Lists the certificate signing requests for client certificates that are there now; they are
#   kept for an hour or so. Which certificates are out cannot be seen in the cluster.
# custom:
#   severity: medium
#   category: Authentication
#   rationale: |
#     A client certificate cannot be taken back: who leaves keeps it until it ends.
#   remediation: |
#     Let people log in by OIDC, and give certificates to components only. To see recent requests:
#
#     ```sh
#     kubectl get certificatesigningrequests
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   inventory: [CertificateSigningRequest]
#   manual: true
package rules.users.no_client_certs

import data.lib.inventory
import data.lib.verdict

requests := [{"path": sprintf("CertificateSigningRequest/%s", [request.metadata.name]), "actual": request.spec.username, "expected": "a component"} |
	some request in inventory.cluster_objects("CertificateSigningRequest")
	request.spec.signerName == "kubernetes.io/kube-apiserver-client"
]

finding := verdict.manual("How do people log in? Client certificates are for components alone.", requests) if is_cluster

is_cluster if input.type == "kubernetes_cluster"
