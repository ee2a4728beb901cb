package rules.proxy.kubeconfig_mode_test

import data.lib.fixture
import data.rules.proxy.kubeconfig_mode

test_passed_when_exact if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "0600")])
}

test_passed_when_stricter if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "0400")])
}

test_passed_whatever_the_special_bits if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "4600")])
}

test_failed_when_wider if {
	kubeconfig_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	kubeconfig_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "0600"), fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf.2", "0644")])
}

test_unknown_when_not_looked_at if {
	kubeconfig_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "proxy_kubeconfig", "path": "/var/lib/kube-proxy/kubeconfig.conf", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	kubeconfig_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not kubeconfig_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	kubeconfig_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", "0644")])
		with data.parameters as {"proxy-kubeconfig-mode": {"mode": "644"}}
}
