# METADATA
# scope: package
# title: The API server has no public endpoint
# description: |
#   Looks whether the endpoint of the control plane exists only inside your own network. What the
#   cloud says is judged where it is there; the cluster itself does not tell, so without it a
#   person is asked.
# custom:
#   id: endpoint-private
#   severity: medium
#   category: Network
#   rationale: |
#     What has no public address cannot be found by those who search the internet for API servers.
#   remediation: |
#     ```sh
#     aws eks update-cluster-config --name <cluster> --resources-vpc-config endpointPrivateAccess=true,endpointPublicAccess=false
#     az aks update --resource-group <group> --name <cluster> --disable-public-fqdn
#     gcloud container clusters update <cluster> --enable-private-endpoint
#     ```
#   impact: |
#     The API server is then reached through your own network alone.
#   resource_types: [kubernetes_cluster, aws_eks_cluster, azure_aks_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.endpoint_private

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "eks:DescribeCluster: cluster.resourcesVpcConfig", "expected": "endpointPrivateAccess true, endpointPublicAccess false"},
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.apiServerAccessProfile", "expected": "enablePrivateCluster true, enablePrivateClusterPublicFQDN false"},
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: privateClusterConfig.enablePrivateEndpoint", "expected": "true"},
}

default gke_private := false

gke_private if cloud.value(["privateClusterConfig", "enablePrivateEndpoint"]) == true

gke_private if cloud.value(["controlPlaneEndpointsConfig", "ipEndpointsConfig", "enablePublicEndpoint"]) == false

facts := []

finding := cloud.ask(answers, "Does the API server have a public address?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["cluster"],
	"azure_aks_cluster": ["cluster"],
	"gcp_kubernetes_engine_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.equals(["resourcesVpcConfig", "endpointPrivateAccess"], true),
	cloud.equals(["resourcesVpcConfig", "endpointPublicAccess"], false),
] if input.type == "aws_eks_cluster"

checks := [
	cloud.equals(["properties", "apiServerAccessProfile", "enablePrivateCluster"], true),
	cloud.not_equal(["properties", "apiServerAccessProfile", "enablePrivateClusterPublicFQDN"], true),
] if input.type == "azure_aks_cluster"

checks := [
	cloud.check("cluster.privateClusterConfig.enablePrivateEndpoint", cloud.value(["privateClusterConfig", "enablePrivateEndpoint"]), true, gke_private),
] if input.type == "gcp_kubernetes_engine_cluster"
