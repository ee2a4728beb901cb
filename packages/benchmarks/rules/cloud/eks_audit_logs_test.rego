package rules.cloud.eks_audit_logs_test

import data.lib.fixture
import data.rules.cloud.eks_audit_logs

test_passed_on_eks if {
	eks_audit_logs.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"logging": {"clusterLogging": [{"types": ["audit", "authenticator", "api"], "enabled": true}]}}})
}

test_failed_on_eks if {
	eks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"logging": {"clusterLogging": [{"types": ["api", "audit", "authenticator"], "enabled": false}]}}})
}

test_failed_on_eks_2 if {
	eks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"logging": {"clusterLogging": [{"types": ["audit"], "enabled": true}]}}})
}

test_failed_on_eks_by_default if {
	eks_audit_logs.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {}})
}

test_unknown_on_eks_without_an_answer if {
	eks_audit_logs.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_manual_on_the_cluster if {
	eks_audit_logs.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not eks_audit_logs.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
