# METADATA
# scope: package
# title: Secrets are encrypted with a key of your own
# description: |
#   Looks for envelope encryption of secrets with a key in the key management service of the cloud.
#   What the cloud says is judged where it is there; the cluster itself does not tell, so without
#   it a person is asked.
# custom:
#   id: secrets-kms
#   severity: high
#   category: Secrets
#   rationale: |
#     The key of the provider protects against stolen disks; one of your own can be watched,
#     rotated and withdrawn.
#   remediation: |
#     ```sh
#     aws eks associate-encryption-config --cluster-name <cluster> --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"<key>"}}]'
#     az aks update --resource-group <group> --name <cluster> --enable-azure-keyvault-kms --azure-keyvault-kms-key-id <key>
#     gcloud container clusters update <cluster> --database-encryption-key <key>
#     ```
#   impact: |
#     Whoever loses the key loses the secrets.
#   resource_types: [kubernetes_cluster, aws_eks_cluster, azure_aks_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.secrets_kms

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "eks:DescribeCluster: cluster.encryptionConfig", "expected": "secrets with provider.keyArn"},
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.securityProfile.azureKeyVaultKms.enabled", "expected": "true"},
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: databaseEncryption", "expected": "state ENCRYPTED and keyName"},
}

default eks_encrypts := false

eks_encrypts if {
	some entry in cloud.value(["encryptionConfig"])
	"secrets" in entry.resources
	count(entry.provider.keyArn) > 0
}

facts := []

finding := cloud.ask(answers, "Are the secrets of this cluster encrypted with a key of your own?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["cluster"],
	"azure_aks_cluster": ["cluster"],
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.check("cluster.encryptionConfig", cloud.value(["encryptionConfig"]), "secrets with a key of your own", eks_encrypts),
] if input.type == "aws_eks_cluster"

checks := [
	cloud.equals(["properties", "securityProfile", "azureKeyVaultKms", "enabled"], true),
] if input.type == "azure_aks_cluster"

checks := [
	cloud.equals(["databaseEncryption", "state"], "ENCRYPTED"),
	cloud.set(["databaseEncryption", "keyName"]),
] if input.type == "gcp_kubernetes_engine_cluster"
