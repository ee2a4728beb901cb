package rules.apiserver.psp_enabled_test

import data.lib.fixture
import data.rules.apiserver.psp_enabled

at(version, values) := fixture.with_component("apiserver", {"version": version, "settings": {name: {"value": value, "source": "flag"} | some name, value in values}})

test_passed_with_the_policy if {
	psp_enabled.finding.evaluation == "passed" with input as at("1.21.4", {"enable-admission-plugins": ["NodeRestriction", "PodSecurityPolicy"]})
}

test_failed_by_default if {
	psp_enabled.finding.evaluation == "failed" with input as at("1.21.4", {})
}

test_passed_by_default_from_23_on if {
	psp_enabled.finding.evaluation == "passed" with input as at("1.23.0", {})
}

test_failed_when_switched_off if {
	psp_enabled.finding.evaluation == "failed" with input as at("1.24.2", {"disable-admission-plugins": ["PodSecurity"]})
}

test_unknown_without_a_version if {
	psp_enabled.finding.evaluation == "unknown" with input as at("", {})
}

test_unknown_when_nobody_could_look if {
	psp_enabled.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "version": "1.21.4", "reason": "no /proc"})
}

test_not_applicable_from_25_on if {
	not psp_enabled.finding with input as at("1.25.0", {})
}

test_not_applicable_where_it_does_not_run if {
	not psp_enabled.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}
