# METADATA
# scope: package
# title: Access to EKS is managed by access entries
# description: |
#   Looks at the authentication mode of the cluster. Where it is CONFIG_MAP, only the ConfigMap
#   aws-auth says who may come in. What the cloud says is judged where it is there; the cluster
#   itself does not tell, so without it a person is asked.
# custom:
#   id: eks-access-entries
#   severity: medium
#   category: Managed control plane
#   rationale: |
#     Access entries are part of the AWS API, with its permissions and its log; a line in aws-auth
#     is neither.
#   remediation: |
#     ```sh
#     aws eks update-cluster-config --name <cluster> --access-config authenticationMode=API_AND_CONFIG_MAP
#     ```
#   impact: |
#     The way back from API to CONFIG_MAP does not exist.
#   resource_types: [kubernetes_cluster, aws_eks_cluster]
#   manual: true
package rules.cloud.eks_access_entries

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "eks:DescribeCluster: cluster.accessConfig.authenticationMode", "expected": "API or API_AND_CONFIG_MAP"},
}

finding := cloud.ask(answers, "Who may come in, and is that managed by access entries?", [])

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.one_of(["accessConfig", "authenticationMode"], ["API", "API_AND_CONFIG_MAP"]),
] if input.type == "aws_eks_cluster"
