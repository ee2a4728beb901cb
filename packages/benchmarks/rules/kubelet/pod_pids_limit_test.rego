package rules.kubelet.pod_pids_limit_test

import data.lib.fixture
import data.rules.kubelet.pod_pids_limit

test_passed_when_set_well if {
	pod_pids_limit.finding.evaluation == "passed" with input as fixture.node("kubelet", {"podPidsLimit": 4096})
}

test_failed_when_set_badly if {
	pod_pids_limit.finding.evaluation == "failed" with input as fixture.node("kubelet", {"podPidsLimit": -1})
}

test_failed_by_default if {
	pod_pids_limit.finding.evaluation == "failed" with input as fixture.with_settings("kubelet", {"podPidsLimit": {"value": -1, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not pod_pids_limit.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	pod_pids_limit.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	pod_pids_limit.finding.evaluation == "failed" with input as fixture.node("kubelet", {})
}

test_unknown_when_value_is_garbage if {
	pod_pids_limit.finding.evaluation == "unknown" with input as fixture.node("kubelet", {"podPidsLimit": "some"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	pod_pids_limit.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
