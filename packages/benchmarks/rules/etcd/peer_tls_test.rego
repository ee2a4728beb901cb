package rules.etcd.peer_tls_test

import data.lib.fixture
import data.rules.etcd.peer_tls

test_passed_when_set_well if {
	peer_tls.finding.evaluation == "passed"
		with input as fixture.node("etcd", {"peer-cert-file": "/x/peer-cert-file", "peer-key-file": "/x/peer-key-file"})
}

test_failed_when_set_badly if {
	peer_tls.finding.evaluation == "failed" with input as fixture.node("etcd", {"peer-cert-file": "/x/peer-cert-file"})
}

test_failed_by_default if {
	peer_tls.finding.evaluation == "failed" with input as fixture.node("etcd", {})
}

test_not_applicable_where_it_does_not_run if {
	not peer_tls.finding with input as fixture.with_component("etcd", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	peer_tls.finding.evaluation == "unknown" with input as fixture.with_component("etcd", {"state": "unknown", "reason": "no /proc"})
}
