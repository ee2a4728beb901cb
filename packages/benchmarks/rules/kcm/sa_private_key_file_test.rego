package rules.kcm.sa_private_key_file_test

import data.lib.fixture
import data.rules.kcm.sa_private_key_file

test_passed_when_set_well if {
	sa_private_key_file.finding.evaluation == "passed"
		with input as fixture.node("controller_manager", {"service-account-private-key-file": "/x/service-account-private-key-file"})
}

test_failed_when_set_badly if {
	sa_private_key_file.finding.evaluation == "failed" with input as fixture.node("controller_manager", {"service-account-private-key-file": ""})
}

test_failed_by_default if {
	sa_private_key_file.finding.evaluation == "failed" with input as fixture.node("controller_manager", {})
}

test_not_applicable_where_it_does_not_run if {
	not sa_private_key_file.finding with input as fixture.with_component("controller_manager", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	sa_private_key_file.finding.evaluation == "unknown" with input as fixture.with_component("controller_manager", {"state": "unknown", "reason": "no /proc"})
}
