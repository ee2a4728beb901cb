package rules.kubelet.streaming_idle_timeout_test

import data.lib.fixture
import data.rules.kubelet.streaming_idle_timeout

test_passed_when_set_well if {
	streaming_idle_timeout.finding.evaluation == "passed" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": "5m"})
}

test_failed_when_set_badly if {
	streaming_idle_timeout.finding.evaluation == "failed" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": "0s"})
}

test_passed_by_default if {
	streaming_idle_timeout.finding.evaluation == "passed"
		with input as fixture.with_settings("kubelet", {"streamingConnectionIdleTimeout": {"value": "4h0m0s", "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not streaming_idle_timeout.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	streaming_idle_timeout.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_zero_is_a_number if {
	streaming_idle_timeout.finding.evaluation == "failed" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": 0})
}

test_failed_when_zero_in_three_units if {
	streaming_idle_timeout.finding.evaluation == "failed" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": "0h0m0s"})
}

test_failed_when_zero_without_unit if {
	streaming_idle_timeout.finding.evaluation == "failed" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": "0"})
}

test_unknown_when_value_is_garbage if {
	streaming_idle_timeout.finding.evaluation == "unknown" with input as fixture.node("kubelet", {"streamingConnectionIdleTimeout": "long"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	streaming_idle_timeout.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
