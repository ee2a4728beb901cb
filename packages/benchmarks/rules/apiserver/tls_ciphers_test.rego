package rules.apiserver.tls_ciphers_test

import data.lib.fixture
import data.rules.apiserver.tls_ciphers

test_passed_when_all_strong if {
	tls_ciphers.finding.evaluation == "passed"
		with input as fixture.node("apiserver", {"tls-cipher-suites": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"]})
}

test_passed_when_only_tls_1_3 if {
	tls_ciphers.finding.evaluation == "passed" with input as fixture.node("apiserver", {"tls-min-version": "VersionTLS13"})
}

test_failed_when_one_is_weak if {
	tls_ciphers.finding.evaluation == "failed"
		with input as fixture.node("apiserver", {"tls-cipher-suites": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"]})
}

test_failed_by_default if {
	tls_ciphers.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_failed_when_empty if {
	tls_ciphers.finding.evaluation == "failed" with input as fixture.node("apiserver", {"tls-cipher-suites": []})
}

test_not_applicable_where_it_does_not_run if {
	not tls_ciphers.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	tls_ciphers.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
