package rules.openshift.kubelet_https_test

import data.lib.fixture
import data.rules.openshift.kubelet_https

test_passed_when_set_well if {
	kubelet_https.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"kubelet-client-certificate": "/c", "kubelet-client-key": "/k"}))
}

test_failed_when_set_badly if {
	kubelet_https.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"kubelet-client-certificate": "/c"}))
}

test_failed_by_default if {
	kubelet_https.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not kubelet_https.finding with input as fixture.node("apiserver", {"kubelet-client-certificate": "/c"})
}

test_unknown_when_nobody_could_look if {
	kubelet_https.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
