package rules.apiserver.client_ca_test

import data.lib.fixture
import data.rules.apiserver.client_ca

test_passed_when_set_well if {
	client_ca.finding.evaluation == "passed" with input as fixture.node("apiserver", {"client-ca-file": "/x/client-ca-file"})
}

test_failed_when_set_badly if {
	client_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {"client-ca-file": ""})
}

test_failed_by_default if {
	client_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not client_ca.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	client_ca.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
