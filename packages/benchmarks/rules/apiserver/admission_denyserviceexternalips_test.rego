package rules.apiserver.admission_denyserviceexternalips_test

import data.lib.fixture
import data.rules.apiserver.admission_denyserviceexternalips

test_passed_when_set_well if {
	admission_denyserviceexternalips.finding.evaluation == "passed"
		with input as fixture.node("apiserver", {"enable-admission-plugins": ["NodeRestriction", "DenyServiceExternalIPs"]})
}

test_failed_when_set_badly if {
	admission_denyserviceexternalips.finding.evaluation == "failed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["PodSecurity"]})
}

test_failed_by_default if {
	admission_denyserviceexternalips.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not admission_denyserviceexternalips.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	admission_denyserviceexternalips.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_the_list_is_text if {
	admission_denyserviceexternalips.finding.evaluation == "passed" with input as fixture.node("apiserver", {"enable-admission-plugins": "PodSecurity, DenyServiceExternalIPs"})
}

test_failed_when_only_the_name_begins_so if {
	admission_denyserviceexternalips.finding.evaluation == "failed" with input as fixture.node("apiserver", {"enable-admission-plugins": ["DenyServiceExternalIPsX"]})
}
