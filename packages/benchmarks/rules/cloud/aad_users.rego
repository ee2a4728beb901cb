# METADATA
# scope: package
# title: People log in with Entra ID
# description: |
#   Looks for managed Entra ID integration, and that local accounts are off. What the cloud says is
#   judged where it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: aad-users
#   severity: medium
#   category: Authentication
#   rationale: |
#     A local account is a certificate that nobody can withdraw.
#   remediation: |
#     ```sh
#     az aks update --resource-group <group> --name <cluster> --enable-aad --disable-local-accounts
#     ```
#   impact: |
#     Whoever uses a local account has to log in anew.
#   resource_types: [kubernetes_cluster, azure_aks_cluster]
#   manual: true
package rules.cloud.aad_users

import data.lib.cloud
import data.lib.verdict

answers := {
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.aadProfile.managed, properties.disableLocalAccounts", "expected": "true, true"},
}

finding := cloud.ask(answers, "Do people log in with Entra ID alone?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"azure_aks_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["properties", "aadProfile", "managed"], true),
	cloud.equals(["properties", "disableLocalAccounts"], true),
] if input.type == "azure_aks_cluster"
