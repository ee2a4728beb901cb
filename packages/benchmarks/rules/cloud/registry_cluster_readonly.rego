# METADATA
# scope: package
# title: Nodes may only read the registry
# description: |
#   Looks at the rights that nodes have on the registry: the read-only policies of ECR, the role
#   AcrPull, the reader roles of Google Cloud. What the cloud says is judged where it is there; the
#   cluster itself does not tell, so without it a person is asked.
# custom:
#   id: registry-cluster-readonly
#   severity: medium
#   category: Images
#   rationale: |
#     A pod that reaches the credentials of its node can put other images in place of yours where
#     the node may push.
#   remediation: |
#     ```sh
#     aws iam detach-role-policy --role-name <node-role> --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser
#     az role assignment create --assignee <kubelet-identity> --role AcrPull --scope <registry-id>
#     gcloud projects add-iam-policy-binding <project> --member serviceAccount:<node-account> --role roles/artifactregistry.reader
#     ```
#   impact: |
#     Nodes that push images, as builders do, need an identity of their own.
#   resource_types: [kubernetes_cluster, aws_eks_cluster, azure_aks_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.registry_cluster_readonly

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "iam:ListAttachedRolePolicies of each nodeRole", "expected": "AmazonEC2ContainerRegistryReadOnly or AmazonEC2ContainerRegistryPullOnly"},
	"aks": {"call": "roleAssignments of properties.identityProfile.kubeletidentity.objectId", "expected": "AcrPull alone"},
	"gke": {"call": "projects.getIamPolicy for nodePools[].config.serviceAccount", "expected": "roles/artifactregistry.reader or roles/storage.objectViewer"},
}

# Policies and roles of the three clouds that may change what the registry holds.
pushing := {
	"AdministratorAccess",
	"AmazonEC2ContainerRegistryFullAccess",
	"AmazonEC2ContainerRegistryPowerUser",
	"PowerUserAccess",
	"AcrPush",
	"Contributor",
	"Owner",
	"roles/artifactregistry.admin",
	"roles/artifactregistry.repoAdmin",
	"roles/artifactregistry.writer",
	"roles/editor",
	"roles/owner",
	"roles/storage.admin",
	"roles/storage.objectAdmin",
}

facts := []

finding := cloud.ask(answers, "What may the nodes do in the registry?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["node_policies"],
	"azure_aks_cluster": ["kubelet_roles"],
	"gcp_kubernetes_engine_cluster": ["node_roles"],
}[input.type]

checks := [
	cloud.check("node_policies", input.data.node_policies, "no policy that may push", count({policy | some policy in input.data.node_policies} & pushing) == 0),
] if input.type == "aws_eks_cluster"

checks := [
	cloud.check("kubelet_roles", input.data.kubelet_roles, "AcrPull", count({role | some role in input.data.kubelet_roles} & pushing) == 0),
] if input.type == "azure_aks_cluster"

checks := [
	cloud.check("node_roles", input.data.node_roles, "no role that may push", count({role | some role in input.data.node_roles} & pushing) == 0),
] if input.type == "gcp_kubernetes_engine_cluster"
