package rules.kubelet.event_qps_test

import data.lib.fixture
import data.rules.kubelet.event_qps

test_passed_when_set_well if {
	event_qps.finding.evaluation == "passed" with input as fixture.node("kubelet", {"eventRecordQPS": 50})
}

test_passed_by_default if {
	event_qps.finding.evaluation == "passed" with input as fixture.with_settings("kubelet", {"eventRecordQPS": {"value": 50, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not event_qps.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	event_qps.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_manual_when_low if {
	event_qps.finding.evaluation == "manual" with input as fixture.node("kubelet", {"eventRecordQPS": 5})
}

test_manual_when_unlimited if {
	event_qps.finding.evaluation == "manual" with input as fixture.node("kubelet", {"eventRecordQPS": 0})
}

test_unknown_when_value_is_garbage if {
	event_qps.finding.evaluation == "unknown" with input as fixture.node("kubelet", {"eventRecordQPS": {}})
}

test_unknown_when_the_configuration_file_was_not_read if {
	event_qps.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
