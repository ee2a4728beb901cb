package rules.kcm.terminated_pod_gc_threshold_test

import data.lib.fixture
import data.rules.kcm.terminated_pod_gc_threshold

test_passed_when_set_well if {
	terminated_pod_gc_threshold.finding.evaluation == "passed" with input as fixture.node("controller_manager", {"terminated-pod-gc-threshold": 1000})
}

test_failed_when_set_badly if {
	terminated_pod_gc_threshold.finding.evaluation == "failed" with input as fixture.node("controller_manager", {"terminated-pod-gc-threshold": 0})
}

test_failed_by_default if {
	terminated_pod_gc_threshold.finding.evaluation == "failed"
		with input as fixture.with_settings("controller_manager", {"terminated-pod-gc-threshold": {"value": 12500, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not terminated_pod_gc_threshold.finding with input as fixture.with_component("controller_manager", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	terminated_pod_gc_threshold.finding.evaluation == "unknown" with input as fixture.with_component("controller_manager", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	terminated_pod_gc_threshold.finding.evaluation == "failed" with input as fixture.node("controller_manager", {})
}
