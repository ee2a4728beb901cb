package rules.apiserver.audit_policy_file_test

import data.lib.fixture
import data.rules.apiserver.audit_policy_file

test_passed_when_set_well if {
	audit_policy_file.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-policy-file": "/p.yaml"})
}

test_failed_when_set_badly if {
	audit_policy_file.finding.evaluation == "failed" with input as fixture.node("apiserver", {"audit-policy-file": ""})
}

test_failed_by_default if {
	audit_policy_file.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not audit_policy_file.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	audit_policy_file.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
