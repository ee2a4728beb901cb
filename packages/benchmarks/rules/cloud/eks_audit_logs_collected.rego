# METADATA
# scope: package
# title: The logs of EKS are kept long enough
# description: |
#   Looks at how long CloudWatch keeps the log group of the control plane: 90 days or more. A group
#   without a limit keeps everything. What the cloud says is judged where it is there; the cluster
#   itself does not tell, so without it a person is asked.
# custom:
#   id: eks-audit-logs-collected
#   severity: low
#   category: Managed control plane
#   rationale: |
#     Intrusions are often found after months; logs that are gone by then explain nothing.
#   remediation: |
#     ```sh
#     aws logs put-retention-policy --log-group-name /aws/eks/<cluster>/cluster --retention-in-days 90
#     ```
#   impact: |
#     CloudWatch charges for what it keeps.
#   resource_types: [kubernetes_cluster, aws_eks_cluster]
#   manual: true
package rules.cloud.eks_audit_logs_collected

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "logs:DescribeLogGroups: logGroups[].retentionInDays", "expected": "90 or more, or no limit"},
}

short := [group | some group in input.data.log_groups; group.retentionInDays < 90]

facts := []

finding := cloud.ask(answers, "How long are the logs of the control plane kept, and where do they go?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["log_groups"],
}[input.type]

checks := [
	cloud.check("log_groups", [group.retentionInDays | some group in input.data.log_groups; group.retentionInDays], "90 days or more", count(short) == 0),
	cloud.check("log_groups", count(input.data.log_groups), "a log group of the cluster", count(input.data.log_groups) > 0),
] if input.type == "aws_eks_cluster"
