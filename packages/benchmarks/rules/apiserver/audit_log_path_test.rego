package rules.apiserver.audit_log_path_test

import data.lib.fixture
import data.rules.apiserver.audit_log_path

test_passed_when_a_file_is_named if {
	audit_log_path.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-log-path": "/var/log/audit.log"})
}

test_passed_when_standard_output if {
	audit_log_path.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-log-path": "-"})
}

test_passed_when_a_webhook_is_named if {
	audit_log_path.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-webhook-config-file": "/etc/hook.yaml"})
}

test_failed_by_default if {
	audit_log_path.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_failed_when_empty if {
	audit_log_path.finding.evaluation == "failed" with input as fixture.node("apiserver", {"audit-log-path": ""})
}

test_not_applicable_where_it_does_not_run if {
	not audit_log_path.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	audit_log_path.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
