# METADATA
# scope: package
# title: People do not log in with client certificates
# description: |
#   Lists the certificate signing requests for client certificates that are there now, which are
#   kept for an hour or so, and the users and groups beside the cluster’s own that have rights:
#   each of them logs in somehow. Which certificates are out cannot be seen in the cluster.
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
#   inventory: [CertificateSigningRequest, ClusterRoleBinding, RoleBinding]
#   manual: true
package rules.users.no_client_certs

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

requests := [{"path": sprintf("CertificateSigningRequest/%s", [request.metadata.name]), "actual": request.spec.username, "expected": "a component"} |
	some request in inventory.cluster_objects("CertificateSigningRequest")
	request.spec.signerName == "kubernetes.io/kube-apiserver-client"
]

bindings := array.concat(inventory.cluster_objects("ClusterRoleBinding"), inventory.namespaced_objects("RoleBinding"))

people := [rbac.binding_evidence(binding, "logs in by OIDC or the like") |
	some binding in bindings
	count(persons(binding)) > 0
]

# Members of system:masters are beyond every role, and can come by a certificate alone.
persons(binding) := [subject |
	some subject in binding.subjects
	subject.kind in {"User", "Group"}
	not is_own(subject.name)
]

is_own(name) if {
	startswith(name, "system:")
	name != "system:masters"
}

finding := verdict.asked(
	"How do people log in? Client certificates are for components alone.",
	"certificate signing requests of clients, and bindings to users and groups",
	array.concat(requests, people),
) if {
	is_cluster
}

is_cluster if input.type == "kubernetes_cluster"
