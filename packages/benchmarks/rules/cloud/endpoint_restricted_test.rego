package rules.cloud.endpoint_restricted_test

import data.lib.fixture
import data.rules.cloud.endpoint_restricted

test_passed_on_eks if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true, "endpointPublicAccess": false, "publicAccessCidrs": ["0.0.0.0/0"]}}})
}

test_passed_on_eks_2 if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true, "endpointPublicAccess": true, "publicAccessCidrs": ["10.1.0.0/16"]}}})
}

test_failed_on_eks if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true, "endpointPublicAccess": true, "publicAccessCidrs": ["10.0.0.0/8", "0.0.0.0/0"]}}})
}

test_failed_on_eks_2 if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": false, "endpointPublicAccess": true, "publicAccessCidrs": ["10.0.0.0/8"]}}})
}

test_failed_on_eks_3 if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true}}})
}

test_failed_on_eks_by_default if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {}})
}

test_unknown_on_eks_without_an_answer if {
	endpoint_restricted.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_passed_on_aks if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["198.51.100.0/24"]}}}})
}

test_passed_on_aks_2 if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"enablePrivateCluster": true}}}})
}

test_failed_on_aks if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"authorizedIPRanges": ["0.0.0.0/0"]}}}})
}

test_failed_on_aks_2 if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"authorizedIPRanges": []}}}})
}

test_failed_on_aks_by_default if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	endpoint_restricted.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_passed_on_gke if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuthorizedNetworksConfig": {"enabled": true, "cidrBlocks": [{"cidrBlock": "198.51.100.0/24"}]}}})
}

test_passed_on_gke_2 if {
	endpoint_restricted.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"controlPlaneEndpointsConfig": {"ipEndpointsConfig": {"authorizedNetworksConfig": {"enabled": true}}}}})
}

test_failed_on_gke if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuthorizedNetworksConfig": {"enabled": true, "cidrBlocks": [{"cidrBlock": "0.0.0.0/0"}]}}})
}

test_failed_on_gke_2 if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"masterAuthorizedNetworksConfig": {"enabled": false}}})
}

test_failed_on_gke_by_default if {
	endpoint_restricted.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	endpoint_restricted.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	endpoint_restricted.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not endpoint_restricted.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
