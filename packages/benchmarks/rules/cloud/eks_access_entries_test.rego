package rules.cloud.eks_access_entries_test

import data.lib.fixture
import data.rules.cloud.eks_access_entries

test_passed_on_eks if {
	eks_access_entries.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"accessConfig": {"authenticationMode": "API"}}})
}

test_passed_on_eks_2 if {
	eks_access_entries.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"}}})
}

test_failed_on_eks if {
	eks_access_entries.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {"accessConfig": {"authenticationMode": "CONFIG_MAP"}}})
}

test_failed_on_eks_by_default if {
	eks_access_entries.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"cluster": {}})
}

test_unknown_on_eks_without_an_answer if {
	eks_access_entries.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_manual_on_the_cluster if {
	eks_access_entries.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not eks_access_entries.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
