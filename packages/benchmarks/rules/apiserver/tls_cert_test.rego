package rules.apiserver.tls_cert_test

import data.lib.fixture
import data.rules.apiserver.tls_cert

test_passed_when_set_well if {
	tls_cert.finding.evaluation == "passed"
		with input as fixture.node("apiserver", {"tls-cert-file": "/x/tls-cert-file", "tls-private-key-file": "/x/tls-private-key-file"})
}

test_failed_when_set_badly if {
	tls_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {"tls-cert-file": "/x/tls-cert-file"})
}

test_failed_by_default if {
	tls_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not tls_cert.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	tls_cert.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
