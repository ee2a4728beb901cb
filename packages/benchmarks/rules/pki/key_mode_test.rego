package rules.pki.key_mode_test

import data.lib.fixture
import data.rules.pki.key_mode

test_passed_when_exact if {
	key_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "0600")])
}

test_passed_when_stricter if {
	key_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "0400")])
}

test_passed_whatever_the_special_bits if {
	key_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "4600")])
}

test_failed_when_wider if {
	key_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	key_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "0600"), fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key.2", "0644")])
}

test_unknown_when_not_looked_at if {
	key_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "pki_keys", "path": "/etc/kubernetes/pki/ca.key", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	key_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not key_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	key_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("pki_keys", "/etc/kubernetes/pki/ca.key", "0644")])
		with data.parameters as {"pki-key-mode": {"mode": "644"}}
}
