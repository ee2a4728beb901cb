package rules.cloud.endpoint_private_test

import data.lib.fixture
import data.rules.cloud.endpoint_private

test_passed_on_eks if {
	endpoint_private.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true, "endpointPublicAccess": false}}})
}

test_failed_on_eks if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"resourcesVpcConfig": {"endpointPrivateAccess": true, "endpointPublicAccess": true}}})
}

test_failed_on_eks_by_default if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {}})
}

test_unknown_on_eks_without_an_answer if {
	endpoint_private.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_passed_on_aks if {
	endpoint_private.finding.evaluation == "passed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"enablePrivateCluster": true}}}})
}

test_failed_on_aks if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {"properties": {"apiServerAccessProfile": {"enablePrivateCluster": true, "enablePrivateClusterPublicFQDN": true}}}})
}

test_failed_on_aks_by_default if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("azure_aks_cluster", {"cluster": {}})
}

test_unknown_on_aks_without_an_answer if {
	endpoint_private.finding.evaluation == "unknown" with input as fixture.cloud("azure_aks_cluster", {})
}

test_passed_on_gke if {
	endpoint_private.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"privateClusterConfig": {"enablePrivateEndpoint": true}}})
}

test_passed_on_gke_2 if {
	endpoint_private.finding.evaluation == "passed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"controlPlaneEndpointsConfig": {"ipEndpointsConfig": {"enablePublicEndpoint": false}}}})
}

test_failed_on_gke if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {"privateClusterConfig": {"enablePrivateNodes": true}}})
}

test_failed_on_gke_by_default if {
	endpoint_private.finding.evaluation == "failed" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {"cluster": {}})
}

test_unknown_on_gke_without_an_answer if {
	endpoint_private.finding.evaluation == "unknown" with input as fixture.cloud("gcp_kubernetes_engine_cluster", {})
}

test_manual_on_the_cluster if {
	endpoint_private.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not endpoint_private.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
