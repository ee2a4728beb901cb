package rules.apiserver.etcd_client_cert_test

import data.lib.fixture
import data.rules.apiserver.etcd_client_cert

test_passed_when_set_well if {
	etcd_client_cert.finding.evaluation == "passed"
		with input as fixture.node("apiserver", {"etcd-certfile": "/x/etcd-certfile", "etcd-keyfile": "/x/etcd-keyfile"})
}

test_failed_when_set_badly if {
	etcd_client_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {"etcd-certfile": "/x/etcd-certfile"})
}

test_failed_by_default if {
	etcd_client_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not etcd_client_cert.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	etcd_client_cert.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_not_applicable_with_a_datastore_on_a_socket if {
	not etcd_client_cert.finding with input as fixture.node("apiserver", {"etcd-servers": ["unix://kine.sock"]})
}
