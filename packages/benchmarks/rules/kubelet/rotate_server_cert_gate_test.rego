package rules.kubelet.rotate_server_cert_gate_test

import data.lib.fixture
import data.rules.kubelet.rotate_server_cert_gate

test_passed_when_on if {
	rotate_server_cert_gate.finding.evaluation == "passed"
		with input as fixture.with_component("kubelet", {"feature_gates": {"RotateKubeletServerCertificate": {"value": true, "source": "flag"}}})
}

test_failed_when_off if {
	rotate_server_cert_gate.finding.evaluation == "failed"
		with input as fixture.with_component("kubelet", {"feature_gates": {"RotateKubeletServerCertificate": {"value": false, "source": "flag"}}})
}

test_passed_by_default if {
	rotate_server_cert_gate.finding.evaluation == "passed" with input as fixture.node("kubelet", {})
}

test_failed_by_default_where_an_explicit_value_is_asked_for if {
	rotate_server_cert_gate.finding.evaluation == "failed"
		with input as fixture.node("kubelet", {})
		with data.parameters as {"kubelet-rotate-server-cert-gate": {"explicit": true}}
}

test_unknown_when_value_is_garbage if {
	rotate_server_cert_gate.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"feature_gates": {"RotateKubeletServerCertificate": {"value": "x", "source": "flag"}}})
}

test_not_applicable_where_it_does_not_run if {
	not rotate_server_cert_gate.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	rotate_server_cert_gate.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	rotate_server_cert_gate.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}

test_unknown_when_a_file_may_overrule_the_default if {
	rotate_server_cert_gate.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {
			"feature_gates": {"RotateKubeletServerCertificate": {"value": true, "source": "default"}},
			"documents": {"config": {"path": "/c", "gap": "permission denied"}},
		})
}
