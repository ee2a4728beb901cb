package rules.etcd.client_cert_auth_test

import data.lib.fixture
import data.rules.etcd.client_cert_auth

test_passed_when_set_well if {
	client_cert_auth.finding.evaluation == "passed" with input as fixture.node("etcd", {"client-cert-auth": true})
}

test_failed_when_set_badly if {
	client_cert_auth.finding.evaluation == "failed" with input as fixture.node("etcd", {"client-cert-auth": false})
}

test_failed_by_default if {
	client_cert_auth.finding.evaluation == "failed" with input as fixture.with_settings("etcd", {"client-cert-auth": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not client_cert_auth.finding with input as fixture.with_component("etcd", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	client_cert_auth.finding.evaluation == "unknown" with input as fixture.with_component("etcd", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	client_cert_auth.finding.evaluation == "failed" with input as fixture.node("etcd", {})
}

test_unknown_when_the_configuration_file_was_not_read if {
	client_cert_auth.finding.evaluation == "unknown"
		with input as fixture.with_component("etcd", {"documents": {"config-file": {"path": "/e.yaml", "gap": "permission denied"}}})
}
