package rules.apiserver.kubelet_ca_test

import data.lib.fixture
import data.rules.apiserver.kubelet_ca

test_passed_when_set_well if {
	kubelet_ca.finding.evaluation == "passed" with input as fixture.node("apiserver", {"kubelet-certificate-authority": "/ca.crt"})
}

test_failed_when_set_badly if {
	kubelet_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {"kubelet-certificate-authority": ""})
}

test_failed_by_default if {
	kubelet_ca.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not kubelet_ca.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	kubelet_ca.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
