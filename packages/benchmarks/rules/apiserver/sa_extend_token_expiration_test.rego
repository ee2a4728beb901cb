package rules.apiserver.sa_extend_token_expiration_test

import data.lib.fixture
import data.rules.apiserver.sa_extend_token_expiration

test_passed_when_set_well if {
	sa_extend_token_expiration.finding.evaluation == "passed" with input as fixture.node("apiserver", {"service-account-extend-token-expiration": false})
}

test_failed_when_set_badly if {
	sa_extend_token_expiration.finding.evaluation == "failed" with input as fixture.node("apiserver", {"service-account-extend-token-expiration": true})
}

test_failed_by_default if {
	sa_extend_token_expiration.finding.evaluation == "failed"
		with input as fixture.with_settings("apiserver", {"service-account-extend-token-expiration": {"value": true, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not sa_extend_token_expiration.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	sa_extend_token_expiration.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
