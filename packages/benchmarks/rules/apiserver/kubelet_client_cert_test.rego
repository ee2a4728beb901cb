package rules.apiserver.kubelet_client_cert_test

import data.lib.fixture
import data.rules.apiserver.kubelet_client_cert

test_passed_when_set_well if {
	kubelet_client_cert.finding.evaluation == "passed"
		with input as fixture.node("apiserver", {"kubelet-client-certificate": "/a.crt", "kubelet-client-key": "/a.key"})
}

test_failed_when_set_badly if {
	kubelet_client_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {"kubelet-client-certificate": "/a.crt"})
}

test_failed_by_default if {
	kubelet_client_cert.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not kubelet_client_cert.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	kubelet_client_cert.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
