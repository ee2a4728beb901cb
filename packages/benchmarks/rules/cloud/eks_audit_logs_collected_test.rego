package rules.cloud.eks_audit_logs_collected_test

import data.lib.fixture
import data.rules.cloud.eks_audit_logs_collected

test_passed_on_eks if {
	eks_audit_logs_collected.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"log_groups": [{"retentionInDays": 365}]})
}

test_passed_on_eks_2 if {
	eks_audit_logs_collected.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"log_groups": [{}]})
}

test_failed_on_eks if {
	eks_audit_logs_collected.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"log_groups": [{"retentionInDays": 30}]})
}

test_failed_on_eks_2 if {
	eks_audit_logs_collected.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"log_groups": []})
}

test_unknown_on_eks_without_an_answer if {
	eks_audit_logs_collected.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_manual_on_the_cluster if {
	eks_audit_logs_collected.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not eks_audit_logs_collected.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
