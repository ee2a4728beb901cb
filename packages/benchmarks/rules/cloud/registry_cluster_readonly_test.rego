package rules.cloud.registry_cluster_readonly_test

import data.lib.fixture
import data.rules.cloud.registry_cluster_readonly

test_passed_on_eks if {
	registry_cluster_readonly.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"node_policies": ["AmazonEC2ContainerRegistryReadOnly", "AmazonEKSWorkerNodePolicy"]})
}

test_failed_on_eks if {
	registry_cluster_readonly.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"node_policies": ["AmazonEC2ContainerRegistryPowerUser"]})
}

test_unknown_on_eks_without_an_answer if {
	registry_cluster_readonly.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_passed_on_aks if {
	registry_cluster_readonly.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"kubelet_roles": ["AcrPull"]})
}

test_failed_on_aks if {
	registry_cluster_readonly.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"kubelet_roles": ["AcrPull", "AcrPush"]})
}

test_unknown_on_aks_without_an_answer if {
	registry_cluster_readonly.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_passed_on_gke if {
	registry_cluster_readonly.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"node_roles": ["roles/artifactregistry.reader"]})
}

test_failed_on_gke if {
	registry_cluster_readonly.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"node_roles": ["roles/editor"]})
}

test_unknown_on_gke_without_an_answer if {
	registry_cluster_readonly.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	registry_cluster_readonly.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not registry_cluster_readonly.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
