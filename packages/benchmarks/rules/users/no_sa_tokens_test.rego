package rules.users.no_sa_tokens_test

import data.lib.fixture
import data.rules.users.no_sa_tokens

test_manual_always if {
	no_sa_tokens.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_manual_with_the_accounts if {
	no_sa_tokens.finding.evaluation == "manual"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "a", "namespace": "shop"}, "secrets": [{"name": "t"}]}]})
}

test_not_applicable_to_objects if {
	not no_sa_tokens.finding with input as fixture.service
}
