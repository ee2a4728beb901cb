package rules.etcd.no_peer_auto_tls_test

import data.lib.fixture
import data.rules.etcd.no_peer_auto_tls

test_passed_when_set_well if {
	no_peer_auto_tls.finding.evaluation == "passed" with input as fixture.node("etcd", {"peer-auto-tls": false})
}

test_failed_when_set_badly if {
	no_peer_auto_tls.finding.evaluation == "failed" with input as fixture.node("etcd", {"peer-auto-tls": true})
}

test_passed_by_default if {
	no_peer_auto_tls.finding.evaluation == "passed" with input as fixture.with_settings("etcd", {"peer-auto-tls": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not no_peer_auto_tls.finding with input as fixture.with_component("etcd", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	no_peer_auto_tls.finding.evaluation == "unknown" with input as fixture.with_component("etcd", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_unset if {
	no_peer_auto_tls.finding.evaluation == "passed" with input as fixture.node("etcd", {})
}

test_unknown_when_the_configuration_file_was_not_read if {
	no_peer_auto_tls.finding.evaluation == "unknown"
		with input as fixture.with_component("etcd", {"documents": {"config-file": {"path": "/e.yaml", "gap": "permission denied"}}})
}
