package rules.openshift.scc_plugin_test

import data.lib.fixture
import data.rules.openshift.scc_plugin

test_passed_when_set_well if {
	scc_plugin.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-admission-plugins": ["security.openshift.io/SecurityContextConstraint"]}))
}

test_failed_when_set_badly if {
	scc_plugin.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction"]}))
}

test_failed_when_set_badly_2 if {
	scc_plugin.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-admission-plugins": ["security.openshift.io/SecurityContextConstraint"], "disable-admission-plugins": ["security.openshift.io/SecurityContextConstraint"]}))
}

test_failed_by_default if {
	scc_plugin.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not scc_plugin.finding with input as fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction"]})
}

test_unknown_when_nobody_could_look if {
	scc_plugin.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
