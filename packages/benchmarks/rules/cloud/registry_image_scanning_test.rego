package rules.cloud.registry_image_scanning_test

import data.lib.fixture
import data.rules.cloud.registry_image_scanning

test_passed_on_eks if {
	registry_image_scanning.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"registry_scanning": {"scanningConfiguration": {"scanType": "ENHANCED"}}})
}

test_passed_on_eks_2 if {
	registry_image_scanning.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"registry_scanning": {"scanningConfiguration": {"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH"}]}}})
}

test_passed_on_eks_3 if {
	registry_image_scanning.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"registry_scanning": {}, "repositories": [{"imageScanningConfiguration": {"scanOnPush": true}}]})
}

test_failed_on_eks if {
	registry_image_scanning.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"registry_scanning": {"scanningConfiguration": {"scanType": "BASIC", "rules": []}}})
}

test_failed_on_eks_2 if {
	registry_image_scanning.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"registry_scanning": {}, "repositories": [{"imageScanningConfiguration": {"scanOnPush": true}}, {}]})
}

test_unknown_on_eks_without_an_answer if {
	registry_image_scanning.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_passed_on_aks if {
	registry_image_scanning.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"defender": {"properties": {"pricingTier": "Standard"}}})
}

test_failed_on_aks if {
	registry_image_scanning.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"defender": {"properties": {"pricingTier": "Free"}}})
}

test_unknown_on_aks_without_an_answer if {
	registry_image_scanning.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_passed_on_gke if {
	registry_image_scanning.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"services": {"containerscanning.googleapis.com": "ENABLED"}})
}

test_failed_on_gke if {
	registry_image_scanning.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"services": {}})
}

test_unknown_on_gke_without_an_answer if {
	registry_image_scanning.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	registry_image_scanning.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not registry_image_scanning.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
