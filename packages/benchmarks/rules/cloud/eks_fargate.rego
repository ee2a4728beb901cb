# METADATA
# scope: package
# title: Untrusted workloads run on Fargate
# description: |
#   Lists the nodes that are Fargate, and asks whether workloads that are not trusted run there.
# custom:
#   id: eks-fargate
#   severity: low
#   category: Workloads
#   rationale: |
#     On Fargate every pod has a machine of its own, so a container that is broken out of holds
#     nothing else.
#   remediation: |
#     ```sh
#     aws eks create-fargate-profile --cluster-name <cluster> --fargate-profile-name <profile> --pod-execution-role-arn <role> --selectors namespace=<namespace>
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.cloud.eks_fargate

import data.lib.cloud

answers := {
	"eks": {"call": "eks:ListFargateProfiles", "expected": "a profile for namespaces that are not trusted"},
}

facts := [{"path": sprintf("Node/%s", [node.name]), "actual": "Fargate", "expected": "for untrusted workloads"} |
	some node in input.data.nodes
	startswith(node.name, "fargate-")
]

finding := cloud.ask(answers, "Do workloads that are not trusted run apart from the others?", facts)
