package rules.apiserver.sa_key_file_test

import data.lib.fixture
import data.rules.apiserver.sa_key_file

test_passed_when_set if {
	sa_key_file.finding.evaluation == "passed" with input as fixture.node("apiserver", {"service-account-key-file": "/sa.pub"})
}

test_passed_when_signed_outside if {
	sa_key_file.finding.evaluation == "passed" with input as fixture.node("apiserver", {"service-account-signing-endpoint": "/signer.sock"})
}

test_failed_when_empty if {
	sa_key_file.finding.evaluation == "failed" with input as fixture.node("apiserver", {"service-account-key-file": ""})
}

test_failed_by_default if {
	sa_key_file.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not sa_key_file.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	sa_key_file.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
