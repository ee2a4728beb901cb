package rules.kubelet.config_mode_test

import data.lib.fixture
import data.rules.kubelet.config_mode

test_passed_when_exact if {
	config_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "0600")])
}

test_passed_when_stricter if {
	config_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "0400")])
}

test_passed_whatever_the_special_bits if {
	config_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "4600")])
}

test_failed_when_wider if {
	config_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	config_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "0600"), fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml.2", "0644")])
}

test_unknown_when_not_looked_at if {
	config_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "kubelet_config", "path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	config_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not config_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	config_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_config", "/var/lib/kubelet/config.yaml", "0644")])
		with data.parameters as {"kubelet-config-mode": {"mode": "644"}}
}
