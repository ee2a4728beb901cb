# METADATA
# scope: package
# title: EKS keeps the logs of its control plane
# description: |
#   Looks for the log types audit and authenticator among those that the cluster sends to
#   CloudWatch. What the cloud says is judged where it is there; the cluster itself does not tell,
#   so without it a person is asked.
# custom:
#   id: eks-audit-logs
#   severity: medium
#   category: Managed control plane
#   rationale: |
#     Without the audit log nobody can tell afterwards who did what; the authenticator log says
#     which AWS identity it was.
#   remediation: |
#     ```sh
#     aws eks update-cluster-config --name <cluster> --logging '{"clusterLogging":[{"types":["api","audit","authenticator","controllerManager","scheduler"],"enabled":true}]}'
#     ```
#   impact: |
#     CloudWatch charges for what it keeps.
#   resource_types: [kubernetes_cluster, aws_eks_cluster]
#   manual: true
package rules.cloud.eks_audit_logs

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "eks:DescribeCluster: cluster.logging.clusterLogging", "expected": "audit and authenticator enabled"},
}

enabled := {word |
	some entry in cloud.value(["logging", "clusterLogging"])
	entry.enabled == true
	some word in entry.types
}

facts := []

finding := cloud.ask(answers, "Which logs does the control plane write?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["cluster"],
}[input.type]

checks := [
	cloud.includes("cluster.logging.clusterLogging", enabled, {"audit", "authenticator"}),
] if input.type == "aws_eks_cluster"
