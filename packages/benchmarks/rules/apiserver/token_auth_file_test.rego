package rules.apiserver.token_auth_file_test

import data.lib.fixture
import data.rules.apiserver.token_auth_file

test_passed_when_set_well if {
	token_auth_file.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_failed_when_set_badly if {
	token_auth_file.finding.evaluation == "failed" with input as fixture.node("apiserver", {"token-auth-file": "/etc/tokens.csv"})
}

test_passed_by_default if {
	token_auth_file.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not token_auth_file.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	token_auth_file.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
