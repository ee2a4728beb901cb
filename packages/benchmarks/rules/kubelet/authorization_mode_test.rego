package rules.kubelet.authorization_mode_test

import data.lib.fixture
import data.rules.kubelet.authorization_mode

test_passed_when_set_well if {
	authorization_mode.finding.evaluation == "passed" with input as fixture.node("kubelet", {"authorization.mode": "Webhook"})
}

test_failed_when_set_badly if {
	authorization_mode.finding.evaluation == "failed" with input as fixture.node("kubelet", {"authorization.mode": "AlwaysAllow"})
}

test_failed_by_default if {
	authorization_mode.finding.evaluation == "failed"
		with input as fixture.with_settings("kubelet", {"authorization.mode": {"value": "AlwaysAllow", "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not authorization_mode.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	authorization_mode.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_passed_by_default_with_a_configuration_file if {
	authorization_mode.finding.evaluation == "passed"
		with input as fixture.with_settings("kubelet", {"authorization.mode": {"value": "Webhook", "source": "default"}})
}

test_unknown_when_unset if {
	authorization_mode.finding.evaluation == "unknown" with input as fixture.node("kubelet", {})
}

test_unknown_when_the_configuration_file_was_not_read if {
	authorization_mode.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
