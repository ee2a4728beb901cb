package rules.apiserver.etcd_ca_test

import data.lib.fixture
import data.rules.apiserver.etcd_ca

test_passed_when_set_well if {
	etcd_ca.finding.evaluation == "passed" with input as fixture.node("apiserver", {"etcd-cafile": "/x/etcd-cafile"})
}

test_failed_when_set_badly if {
	etcd_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {"etcd-cafile": ""})
}

test_failed_by_default if {
	etcd_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not etcd_ca.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	etcd_ca.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_not_applicable_with_a_datastore_on_a_socket if {
	not etcd_ca.finding with input as fixture.node("apiserver", {"etcd-servers": ["unix://kine.sock"]})
}
