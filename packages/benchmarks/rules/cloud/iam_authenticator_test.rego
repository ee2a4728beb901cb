package rules.cloud.iam_authenticator_test

import data.lib.fixture
import data.rules.cloud.iam_authenticator

test_manual_on_the_cluster if {
	iam_authenticator.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not iam_authenticator.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
