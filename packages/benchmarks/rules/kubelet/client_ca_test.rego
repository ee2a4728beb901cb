package rules.kubelet.client_ca_test

import data.lib.fixture
import data.rules.kubelet.client_ca

test_passed_when_set_well if {
	client_ca.finding.evaluation == "passed" with input as fixture.node("kubelet", {"authentication.x509.clientCAFile": "/etc/kubernetes/pki/ca.crt"})
}

test_failed_when_set_badly if {
	client_ca.finding.evaluation == "failed" with input as fixture.node("kubelet", {"authentication.x509.clientCAFile": ""})
}

test_failed_by_default if {
	client_ca.finding.evaluation == "failed" with input as fixture.node("kubelet", {})
}

test_not_applicable_where_it_does_not_run if {
	not client_ca.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	client_ca.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	client_ca.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
