package rules.apiserver.admission_securitycontextdeny_test

import data.lib.fixture
import data.rules.apiserver.admission_securitycontextdeny

old(settings) := fixture.with_component("apiserver", {"version": "1.27.3", "settings": settings})

test_passed_with_the_plugin if {
	admission_securitycontextdeny.finding.evaluation == "passed" with input as old({"enable-admission-plugins": {"value": ["SecurityContextDeny"], "source": "flag"}})
}

test_manual_by_default if {
	admission_securitycontextdeny.finding.evaluation == "manual" with input as old({})
}

test_manual_with_others if {
	admission_securitycontextdeny.finding.evaluation == "manual" with input as old({"enable-admission-plugins": {"value": ["NodeRestriction"], "source": "flag"}})
}

test_unknown_when_nobody_could_look if {
	admission_securitycontextdeny.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "version": "1.27.3", "reason": "no /proc"})
}

test_not_applicable_where_the_plugin_is_gone if {
	not admission_securitycontextdeny.finding with input as fixture.node("apiserver", {})
}
