package rules.apiserver.request_timeout_test

import data.lib.fixture
import data.rules.apiserver.request_timeout

test_passed_when_short if {
	request_timeout.finding.evaluation == "passed" with input as fixture.node("apiserver", {"request-timeout": "2m0s"})
}

test_passed_by_default if {
	request_timeout.finding.evaluation == "passed" with input as fixture.with_settings("apiserver", {"request-timeout": {"value": "1m0s", "source": "default"}})
}

test_passed_when_unset if {
	request_timeout.finding.evaluation == "passed" with input as fixture.node("apiserver", {})
}

test_manual_when_long if {
	request_timeout.finding.evaluation == "manual" with input as fixture.node("apiserver", {"request-timeout": "10m"})
}

test_manual_when_unlimited if {
	request_timeout.finding.evaluation == "manual" with input as fixture.node("apiserver", {"request-timeout": "0s"})
}

test_unknown_when_garbage if {
	request_timeout.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"request-timeout": "soon"})
}

test_not_applicable_where_it_does_not_run if {
	not request_timeout.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	request_timeout.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
