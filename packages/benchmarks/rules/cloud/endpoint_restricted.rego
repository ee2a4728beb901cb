# METADATA
# scope: package
# title: Only known addresses reach the API server
# description: |
#   Looks whether the endpoint of the control plane is private or takes callers from listed
#   networks alone. A list with everybody in it is none. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: endpoint-restricted
#   severity: high
#   category: Network
#   rationale: |
#     Whoever reaches the API server can try credentials and weaknesses on it.
#   remediation: |
#     ```sh
#     aws eks update-cluster-config --name <cluster> --resources-vpc-config endpointPrivateAccess=true,publicAccessCidrs=<network>
#     az aks update --resource-group <group> --name <cluster> --api-server-authorized-ip-ranges <network>
#     gcloud container clusters update <cluster> --enable-master-authorized-networks --master-authorized-networks <network>
#     ```
#   impact: |
#     Who works from elsewhere needs a way into a listed network.
#   resource_types: [kubernetes_cluster, aws_eks_cluster, azure_aks_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.endpoint_restricted

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "eks:DescribeCluster: cluster.resourcesVpcConfig", "expected": "private access, and no public access from everywhere"},
	"aks": {"call": "GET .../Microsoft.ContainerService/managedClusters/<cluster>: properties.apiServerAccessProfile", "expected": "authorizedIPRanges or enablePrivateCluster"},
	"gke": {"call": "GET https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>: masterAuthorizedNetworksConfig", "expected": "enabled, without 0.0.0.0/0"},
}

everybody := {"0.0.0.0/0", "::/0"}

default eks_closed := false

eks_closed if cloud.value(["resourcesVpcConfig", "endpointPublicAccess"]) == false

eks_closed if {
	networks := cloud.value(["resourcesVpcConfig", "publicAccessCidrs"])
	count(networks) > 0
	count({network | some network in networks} & everybody) == 0
}

default aks_closed := false

aks_closed if cloud.value(["properties", "apiServerAccessProfile", "enablePrivateCluster"]) == true

aks_closed if {
	networks := cloud.value(["properties", "apiServerAccessProfile", "authorizedIPRanges"])
	count(networks) > 0
	count({network | some network in networks} & everybody) == 0
}

gke_networks := cloud.value(["masterAuthorizedNetworksConfig"]) if {
	cloud.value(["masterAuthorizedNetworksConfig"]) != null
} else := cloud.value(["controlPlaneEndpointsConfig", "ipEndpointsConfig", "authorizedNetworksConfig"])

default gke_closed := false

gke_closed if {
	gke_networks.enabled == true
	count({block.cidrBlock | some block in object.get(gke_networks, "cidrBlocks", [])} & everybody) == 0
}

facts := []

finding := cloud.ask(answers, "From which networks can the API server be reached?", facts)

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
	cloud.check("cluster.resourcesVpcConfig.publicAccessCidrs", cloud.value(["resourcesVpcConfig", "publicAccessCidrs"]), "no public access from everywhere", eks_closed),
] if input.type == "aws_eks_cluster"

checks := [
	cloud.check("cluster.properties.apiServerAccessProfile", cloud.value(["properties", "apiServerAccessProfile"]), "authorized networks or a private cluster", aks_closed),
] if input.type == "azure_aks_cluster"

checks := [
	cloud.check("cluster.masterAuthorizedNetworksConfig", gke_networks, "authorized networks without everybody", gke_closed),
] if input.type == "gcp_kubernetes_engine_cluster"
