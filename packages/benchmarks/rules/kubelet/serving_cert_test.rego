package rules.kubelet.serving_cert_test

import data.lib.fixture
import data.rules.kubelet.serving_cert

test_passed_when_set_well if {
	serving_cert.finding.evaluation == "passed" with input as fixture.node("kubelet", {"tlsCertFile": "/k.crt", "tlsPrivateKeyFile": "/k.key"})
}

test_failed_when_set_badly if {
	serving_cert.finding.evaluation == "failed" with input as fixture.node("kubelet", {"tlsCertFile": "/k.crt"})
}

test_failed_by_default if {
	serving_cert.finding.evaluation == "failed" with input as fixture.node("kubelet", {})
}

test_not_applicable_where_it_does_not_run if {
	not serving_cert.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	serving_cert.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_bootstrapped if {
	serving_cert.finding.evaluation == "passed" with input as fixture.node("kubelet", {"serverTLSBootstrap": true})
}

test_unknown_when_the_configuration_file_was_not_read if {
	serving_cert.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
