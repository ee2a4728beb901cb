# METADATA
# scope: package
# title: People do not log in with tokens of service accounts
# description: |
#   Lists service accounts that have Secrets of their own named, where long-lived tokens may lie.
#   Who holds a copy cannot be seen in the cluster.
# custom:
#   severity: medium
#   category: Authentication
#   rationale: |
#     A token of a service account names no person, so nobody can say who did what, and nobody
#     takes it back when somebody leaves.
#   remediation: |
#     Let people log in by OIDC. To see long-lived tokens:
#
#     ```sh
#     kubectl get secrets --all-namespaces --field-selector type=kubernetes.io/service-account-token
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   inventory: [ServiceAccount]
#   manual: true
package rules.users.no_sa_tokens

import data.lib.inventory
import data.lib.verdict

accounts := [{"path": sprintf("ServiceAccount/%s/%s", [account.metadata.namespace, account.metadata.name]), "actual": [secret.name | some secret in account.secrets], "expected": "used by a program"} |
	some account in inventory.namespaced_objects("ServiceAccount")
	count(account.secrets) > 0
]

finding := verdict.asked("Does a person use the token of a service account?", "service accounts with tokens that do not end", accounts) if is_cluster

is_cluster if input.type == "kubernetes_cluster"
