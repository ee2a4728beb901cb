# METADATA
# scope: package
# title: People do not log in with bootstrap tokens
# description: |
#   Shows the bindings of the group of bootstrap tokens. The tokens themselves are Secrets and are
#   not read.
# custom:
#   severity: medium
#   category: Authentication
#   rationale: |
#     A bootstrap token is for a node that joins: it names nobody, and its rights are those of all
#     tokens.
#   remediation: |
#     ```sh
#     kubeadm token list
#     kubeadm token delete <token>
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   inventory: [ClusterRoleBinding]
#   manual: true
package rules.users.no_bootstrap_tokens

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

bindings := [rbac.binding_evidence(binding, "nodes that join") |
	some binding in inventory.cluster_objects("ClusterRoleBinding")
	some subject in binding.subjects
	startswith(subject.name, "system:bootstrappers")
]

finding := verdict.asked("Does a person use a bootstrap token?", "bindings to system:bootstrappers", bindings) if is_cluster

is_cluster if input.type == "kubernetes_cluster"
