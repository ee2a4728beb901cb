package rules.kubelet.seccomp_default_test

import data.lib.fixture
import data.rules.kubelet.seccomp_default

test_passed_when_set_well if {
	seccomp_default.finding.evaluation == "passed" with input as fixture.node("kubelet", {"seccompDefault": true})
}

test_failed_when_set_badly if {
	seccomp_default.finding.evaluation == "failed" with input as fixture.node("kubelet", {"seccompDefault": false})
}

test_failed_by_default if {
	seccomp_default.finding.evaluation == "failed" with input as fixture.with_settings("kubelet", {"seccompDefault": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not seccomp_default.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	seccomp_default.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	seccomp_default.finding.evaluation == "failed" with input as fixture.node("kubelet", {})
}

test_unknown_when_the_configuration_file_was_not_read if {
	seccomp_default.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
