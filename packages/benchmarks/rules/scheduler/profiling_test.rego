package rules.scheduler.profiling_test

import data.lib.fixture
import data.rules.scheduler.profiling

test_passed_when_off if {
	profiling.finding.evaluation == "passed" with input as fixture.node("scheduler", {"profiling": false})
}

test_failed_when_on if {
	profiling.finding.evaluation == "failed" with input as fixture.node("scheduler", {"profiling": true})
}

test_failed_by_default if {
	profiling.finding.evaluation == "failed" with input as fixture.with_settings("scheduler", {"profiling": {"value": true, "source": "default"}})
}

test_passed_when_the_file_says_so if {
	profiling.finding.evaluation == "passed"
		with input as fixture.with_component("scheduler", {"settings": {"profiling": {"value": true, "source": "default"}}, "documents": {"config": {"path": "/s.yaml", "content": {"enableProfiling": false}}}})
}

test_failed_when_the_file_leaves_it_out if {
	profiling.finding.evaluation == "failed"
		with input as fixture.with_component("scheduler", {"settings": {"profiling": {"value": false, "source": "flag"}}, "documents": {"config": {"path": "/s.yaml", "content": {"kind": "KubeSchedulerConfiguration"}}}})
}

test_unknown_when_the_file_was_not_read if {
	profiling.finding.evaluation == "unknown"
		with input as fixture.with_component("scheduler", {"documents": {"config": {"path": "/s.yaml", "gap": "permission denied"}}})
}

test_not_applicable_where_it_does_not_run if {
	not profiling.finding with input as fixture.with_component("scheduler", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	profiling.finding.evaluation == "unknown" with input as fixture.with_component("scheduler", {"state": "unknown", "reason": "no /proc"})
}
