package rules.cloud.registry_user_access_test

import data.lib.fixture
import data.rules.cloud.registry_user_access

test_passed_on_eks if {
	registry_user_access.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"repository_policies": [{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:root"}}]}]})
}

test_passed_on_eks_2 if {
	registry_user_access.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"repository_policies": []})
}

test_failed_on_eks if {
	registry_user_access.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"repository_policies": [{"Statement": [{"Effect": "Allow", "Principal": "*"}]}]})
}

test_failed_on_eks_2 if {
	registry_user_access.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"repository_policies": [{"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]}}]}]})
}

test_unknown_on_eks_without_an_answer if {
	registry_user_access.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_manual_on_the_cluster if {
	registry_user_access.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not registry_user_access.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
