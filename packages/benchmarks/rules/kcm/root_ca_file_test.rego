package rules.kcm.root_ca_file_test

import data.lib.fixture
import data.rules.kcm.root_ca_file

test_passed_when_set_well if {
	root_ca_file.finding.evaluation == "passed" with input as fixture.node("controller_manager", {"root-ca-file": "/x/root-ca-file"})
}

test_failed_when_set_badly if {
	root_ca_file.finding.evaluation == "failed" with input as fixture.node("controller_manager", {"root-ca-file": ""})
}

test_failed_by_default if {
	root_ca_file.finding.evaluation == "failed" with input as fixture.node("controller_manager", {})
}

test_not_applicable_where_it_does_not_run if {
	not root_ca_file.finding with input as fixture.with_component("controller_manager", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	root_ca_file.finding.evaluation == "unknown" with input as fixture.with_component("controller_manager", {"state": "unknown", "reason": "no /proc"})
}
