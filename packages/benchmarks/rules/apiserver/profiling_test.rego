package rules.apiserver.profiling_test

import data.lib.fixture
import data.rules.apiserver.profiling

test_passed_when_set_well if {
	profiling.finding.evaluation == "passed" with input as fixture.node("apiserver", {"profiling": false})
}

test_failed_when_set_badly if {
	profiling.finding.evaluation == "failed" with input as fixture.node("apiserver", {"profiling": true})
}

test_failed_by_default if {
	profiling.finding.evaluation == "failed" with input as fixture.with_settings("apiserver", {"profiling": {"value": true, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not profiling.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	profiling.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	profiling.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_unknown_when_value_is_garbage if {
	profiling.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"profiling": "nope"})
}
