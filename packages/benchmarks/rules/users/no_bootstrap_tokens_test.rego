package rules.users.no_bootstrap_tokens_test

import data.lib.fixture
import data.rules.users.no_bootstrap_tokens

test_manual_always if {
	no_bootstrap_tokens.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not no_bootstrap_tokens.finding with input as fixture.service
}
