package rules.etcd.server_tls_test

import data.lib.fixture
import data.rules.etcd.server_tls

test_passed_when_set_well if {
	server_tls.finding.evaluation == "passed" with input as fixture.node("etcd", {"cert-file": "/x/cert-file", "key-file": "/x/key-file"})
}

test_failed_when_set_badly if {
	server_tls.finding.evaluation == "failed" with input as fixture.node("etcd", {"cert-file": "/x/cert-file"})
}

test_failed_by_default if {
	server_tls.finding.evaluation == "failed" with input as fixture.node("etcd", {})
}

test_not_applicable_where_it_does_not_run if {
	not server_tls.finding with input as fixture.with_component("etcd", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	server_tls.finding.evaluation == "unknown" with input as fixture.with_component("etcd", {"state": "unknown", "reason": "no /proc"})
}
