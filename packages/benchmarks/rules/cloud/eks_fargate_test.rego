package rules.cloud.eks_fargate_test

import data.lib.fixture
import data.rules.cloud.eks_fargate

test_manual_on_the_cluster if {
	eks_fargate.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not eks_fargate.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
