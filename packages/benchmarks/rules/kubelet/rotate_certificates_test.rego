package rules.kubelet.rotate_certificates_test

import data.lib.fixture
import data.rules.kubelet.rotate_certificates

test_passed_when_set_well if {
	rotate_certificates.finding.evaluation == "passed" with input as fixture.node("kubelet", {"rotateCertificates": true})
}

test_failed_when_set_badly if {
	rotate_certificates.finding.evaluation == "failed" with input as fixture.node("kubelet", {"rotateCertificates": false})
}

test_failed_by_default if {
	rotate_certificates.finding.evaluation == "failed" with input as fixture.with_settings("kubelet", {"rotateCertificates": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not rotate_certificates.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	rotate_certificates.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	rotate_certificates.finding.evaluation == "failed" with input as fixture.node("kubelet", {})
}

test_unknown_when_the_configuration_file_was_not_read if {
	rotate_certificates.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
