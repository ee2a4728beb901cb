package rules.pki.cert_mode_test

import data.lib.fixture
import data.rules.pki.cert_mode

test_passed_when_exact if {
	cert_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0644")])
}

test_passed_when_stricter if {
	cert_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0600")])
}

test_passed_whatever_the_special_bits if {
	cert_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0444")])
}

test_failed_when_wider if {
	cert_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0664")])
}

test_failed_when_one_of_several_is_wider if {
	cert_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0644"), fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt.2", "0664")])
}

test_unknown_when_not_looked_at if {
	cert_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "pki_certs", "path": "/etc/kubernetes/pki/ca.crt", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	cert_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not cert_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	cert_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("pki_certs", "/etc/kubernetes/pki/ca.crt", "0664")])
		with data.parameters as {"pki-cert-mode": {"mode": "664"}}
}
