package rules.kubelet.read_only_port_test

import data.lib.fixture
import data.rules.kubelet.read_only_port

test_passed_when_set_well if {
	read_only_port.finding.evaluation == "passed" with input as fixture.node("kubelet", {"readOnlyPort": 0})
}

test_failed_when_set_badly if {
	read_only_port.finding.evaluation == "failed" with input as fixture.node("kubelet", {"readOnlyPort": 10255})
}

test_failed_by_default if {
	read_only_port.finding.evaluation == "failed" with input as fixture.with_settings("kubelet", {"readOnlyPort": {"value": 10255, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not read_only_port.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	read_only_port.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_passed_by_default_with_a_configuration_file if {
	read_only_port.finding.evaluation == "passed" with input as fixture.with_settings("kubelet", {"readOnlyPort": {"value": 0, "source": "default"}})
}

test_unknown_when_value_is_garbage if {
	read_only_port.finding.evaluation == "unknown" with input as fixture.node("kubelet", {"readOnlyPort": "closed"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	read_only_port.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
