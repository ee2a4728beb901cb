package rules.kubelet.protect_kernel_defaults_test

import data.lib.fixture
import data.rules.kubelet.protect_kernel_defaults

test_passed_when_set_well if {
	protect_kernel_defaults.finding.evaluation == "passed" with input as fixture.node("kubelet", {"protectKernelDefaults": true})
}

test_failed_when_set_badly if {
	protect_kernel_defaults.finding.evaluation == "failed" with input as fixture.node("kubelet", {"protectKernelDefaults": false})
}

test_failed_by_default if {
	protect_kernel_defaults.finding.evaluation == "failed"
		with input as fixture.with_settings("kubelet", {"protectKernelDefaults": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not protect_kernel_defaults.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	protect_kernel_defaults.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	protect_kernel_defaults.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
