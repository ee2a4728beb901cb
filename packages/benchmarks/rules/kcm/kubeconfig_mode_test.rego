package rules.kcm.kubeconfig_mode_test

import data.lib.fixture
import data.rules.kcm.kubeconfig_mode

test_passed_when_exact if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "0600")])
}

test_passed_when_stricter if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "0400")])
}

test_passed_whatever_the_special_bits if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "4600")])
}

test_failed_when_wider if {
	kubeconfig_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	kubeconfig_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "0600"), fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf.2", "0644")])
}

test_unknown_when_not_looked_at if {
	kubeconfig_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "controllermanager_kubeconfig", "path": "/etc/kubernetes/controller-manager.conf", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	kubeconfig_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not kubeconfig_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_kubeconfig", "/etc/kubernetes/controller-manager.conf", "0644")])
		with data.parameters as {"kcm-kubeconfig-mode": {"mode": "644"}}
}
