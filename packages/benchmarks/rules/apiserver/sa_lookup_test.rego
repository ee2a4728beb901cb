package rules.apiserver.sa_lookup_test

import data.lib.fixture
import data.rules.apiserver.sa_lookup

test_passed_when_set_well if {
	sa_lookup.finding.evaluation == "passed" with input as fixture.node("apiserver", {"service-account-lookup": true})
}

test_failed_when_set_badly if {
	sa_lookup.finding.evaluation == "failed" with input as fixture.node("apiserver", {"service-account-lookup": false})
}

test_passed_by_default if {
	sa_lookup.finding.evaluation == "passed"
		with input as fixture.with_settings("apiserver", {"service-account-lookup": {"value": true, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not sa_lookup.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	sa_lookup.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_unset if {
	sa_lookup.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}
