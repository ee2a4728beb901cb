package rules.kcm.rotate_kubelet_server_cert_test

import data.lib.fixture
import data.rules.kcm.rotate_kubelet_server_cert

test_passed_when_on if {
	rotate_kubelet_server_cert.finding.evaluation == "passed"
		with input as fixture.with_component("controller_manager", {"feature_gates": {"RotateKubeletServerCertificate": {"value": true, "source": "flag"}}})
}

test_failed_when_off if {
	rotate_kubelet_server_cert.finding.evaluation == "failed"
		with input as fixture.with_component("controller_manager", {"feature_gates": {"RotateKubeletServerCertificate": {"value": false, "source": "flag"}}})
}

test_passed_by_default if {
	rotate_kubelet_server_cert.finding.evaluation == "passed" with input as fixture.node("controller_manager", {})
}

test_failed_by_default_where_an_explicit_value_is_asked_for if {
	rotate_kubelet_server_cert.finding.evaluation == "failed"
		with input as fixture.node("controller_manager", {})
		with data.parameters as {"kcm-rotate-kubelet-server-cert": {"explicit": true}}
}

test_unknown_when_value_is_garbage if {
	rotate_kubelet_server_cert.finding.evaluation == "unknown"
		with input as fixture.with_component("controller_manager", {"feature_gates": {"RotateKubeletServerCertificate": {"value": "x", "source": "flag"}}})
}

test_not_applicable_where_it_does_not_run if {
	not rotate_kubelet_server_cert.finding with input as fixture.with_component("controller_manager", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	rotate_kubelet_server_cert.finding.evaluation == "unknown" with input as fixture.with_component("controller_manager", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_when_a_file_may_overrule_the_default if {
	rotate_kubelet_server_cert.finding.evaluation == "unknown"
		with input as fixture.with_component("controller_manager", {
			"feature_gates": {"RotateKubeletServerCertificate": {"value": true, "source": "default"}},
			"documents": {"config": {"path": "/c", "gap": "permission denied"}},
		})
}
