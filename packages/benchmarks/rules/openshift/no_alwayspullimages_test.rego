package rules.openshift.no_alwayspullimages_test

import data.lib.fixture
import data.rules.openshift.no_alwayspullimages

test_passed_when_set_well if {
	no_alwayspullimages.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction"]}))
}

test_failed_when_set_badly if {
	no_alwayspullimages.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("apiserver", {"enable-admission-plugins": ["AlwaysPullImages"]}))
}

test_passed_by_default if {
	no_alwayspullimages.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("apiserver", {}))
}

test_not_applicable_on_other_distributions if {
	not no_alwayspullimages.finding with input as fixture.node("apiserver", {"enable-admission-plugins": ["AlwaysPullImages"]})
}

test_unknown_when_nobody_could_look if {
	no_alwayspullimages.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"}))
}
