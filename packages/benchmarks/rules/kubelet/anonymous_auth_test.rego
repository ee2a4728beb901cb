package rules.kubelet.anonymous_auth_test

import data.lib.fixture
import data.rules.kubelet.anonymous_auth

test_passed_when_set_well if {
	anonymous_auth.finding.evaluation == "passed" with input as fixture.node("kubelet", {"authentication.anonymous.enabled": false})
}

test_failed_when_set_badly if {
	anonymous_auth.finding.evaluation == "failed" with input as fixture.node("kubelet", {"authentication.anonymous.enabled": true})
}

test_failed_by_default if {
	anonymous_auth.finding.evaluation == "failed"
		with input as fixture.with_settings("kubelet", {"authentication.anonymous.enabled": {"value": true, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not anonymous_auth.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	anonymous_auth.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_passed_by_default_with_a_configuration_file if {
	anonymous_auth.finding.evaluation == "passed"
		with input as fixture.with_settings("kubelet", {"authentication.anonymous.enabled": {"value": false, "source": "default"}})
}

test_passed_when_a_flag_overrides_an_unread_file if {
	anonymous_auth.finding.evaluation == "passed"
		with input as fixture.with_component("kubelet", {"settings": {"authentication.anonymous.enabled": {"value": false, "source": "flag"}}, "documents": {"config": {"path": "/c.yaml", "gap": "permission denied"}}})
}

test_unknown_when_value_is_garbage if {
	anonymous_auth.finding.evaluation == "unknown" with input as fixture.node("kubelet", {"authentication.anonymous.enabled": "no"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	anonymous_auth.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
