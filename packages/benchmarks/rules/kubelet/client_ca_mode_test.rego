package rules.kubelet.client_ca_mode_test

import data.lib.fixture
import data.rules.kubelet.client_ca_mode

test_passed_when_exact if {
	client_ca_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0644")])
}

test_passed_when_stricter if {
	client_ca_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0600")])
}

test_passed_whatever_the_special_bits if {
	client_ca_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0444")])
}

test_failed_when_wider if {
	client_ca_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0664")])
}

test_failed_when_one_of_several_is_wider if {
	client_ca_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0644"), fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt.2", "0664")])
}

test_unknown_when_not_looked_at if {
	client_ca_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "kubelet_client_ca", "path": "/etc/kubernetes/pki/ca.crt", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	client_ca_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not client_ca_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	client_ca_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_client_ca", "/etc/kubernetes/pki/ca.crt", "0664")])
		with data.parameters as {"kubelet-client-ca-mode": {"mode": "664"}}
}
