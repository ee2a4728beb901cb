package rules.apiserver.audit_log_maxage_test

import data.lib.fixture
import data.rules.apiserver.audit_log_maxage

test_passed_when_set_well if {
	audit_log_maxage.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-log-maxage": 30})
}

test_failed_when_set_badly if {
	audit_log_maxage.finding.evaluation == "failed" with input as fixture.node("apiserver", {"audit-log-maxage": 29})
}

test_failed_by_default if {
	audit_log_maxage.finding.evaluation == "failed" with input as fixture.with_settings("apiserver", {"audit-log-maxage": {"value": 0, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not audit_log_maxage.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	audit_log_maxage.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_by_default_when_the_version_is_not_known if {
	audit_log_maxage.finding.evaluation == "unknown"
		with input as object.union(fixture.with_component("apiserver", {"version": null, "settings": {"audit-log-maxage": {"value": 366, "source": "default"}}}), {})
}

test_passed_by_default_from_1_36 if {
	audit_log_maxage.finding.evaluation == "passed" with input as fixture.with_settings("apiserver", {"audit-log-maxage": {"value": 366, "source": "default"}})
}

test_failed_when_unset if {
	audit_log_maxage.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_unknown_when_value_is_garbage if {
	audit_log_maxage.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"audit-log-maxage": "many"})
}
