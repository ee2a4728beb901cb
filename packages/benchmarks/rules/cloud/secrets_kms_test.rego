package rules.cloud.secrets_kms_test

import data.lib.fixture
import data.rules.cloud.secrets_kms

test_passed_on_eks if {
	secrets_kms.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:x"}}]}})
}

test_failed_on_eks if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"encryptionConfig": [{"resources": ["secrets"], "provider": {}}]}})
}

test_failed_on_eks_by_default if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {}})
}

test_unknown_on_eks_without_an_answer if {
	secrets_kms.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_passed_on_aks if {
	secrets_kms.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"securityProfile": {"azureKeyVaultKms": {"enabled": true}}}}})
}

test_failed_on_aks if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"securityProfile": {"azureKeyVaultKms": {"enabled": false}}}}})
}

test_failed_on_aks_by_default if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	secrets_kms.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_passed_on_gke if {
	secrets_kms.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"databaseEncryption": {"state": "ENCRYPTED", "keyName": "projects/x"}}})
}

test_failed_on_gke if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"databaseEncryption": {"state": "DECRYPTED"}}})
}

test_failed_on_gke_by_default if {
	secrets_kms.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	secrets_kms.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	secrets_kms.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not secrets_kms.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
