package rules.apiserver.audit_policy_coverage_test

import data.lib.fixture
import data.rules.apiserver.audit_policy_coverage

test_passed_when_everything_is_caught if {
	audit_policy_coverage.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"audit-policy-file": {"value": "/p.yaml", "source": "flag"}}, "documents": {"audit-policy-file": {"path": "/p.yaml", "content": {"kind": "Policy", "rules": [{"level": "Metadata"}]}}}})
}

test_failed_when_secrets_are_dropped_first if {
	audit_policy_coverage.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"settings": {"audit-policy-file": {"value": "/p.yaml", "source": "flag"}}, "documents": {"audit-policy-file": {"path": "/p.yaml", "content": {"kind": "Policy", "rules": [{"level": "None", "resources": [{"group": "", "resources": ["secrets"]}]}, {"level": "Metadata"}]}}}})
}

test_failed_when_only_secrets_are_caught if {
	audit_policy_coverage.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"settings": {"audit-policy-file": {"value": "/p.yaml", "source": "flag"}}, "documents": {"audit-policy-file": {"path": "/p.yaml", "content": {"kind": "Policy", "rules": [{"level": "Metadata", "resources": [{"group": "", "resources": ["secrets"]}]}]}}}})
}

test_passed_when_one_user_is_dropped if {
	audit_policy_coverage.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"audit-policy-file": {"value": "/p.yaml", "source": "flag"}}, "documents": {"audit-policy-file": {"path": "/p.yaml", "content": {"kind": "Policy", "rules": [{"level": "None", "users": ["system:kube-proxy"]}, {"level": "Metadata"}]}}}})
}

test_failed_when_rules_are_empty if {
	audit_policy_coverage.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"settings": {"audit-policy-file": {"value": "/p.yaml", "source": "flag"}}, "documents": {"audit-policy-file": {"path": "/p.yaml", "content": {"kind": "Policy", "rules": []}}}})
}

test_failed_by_default if {
	audit_policy_coverage.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_unknown_when_the_file_was_not_read if {
	audit_policy_coverage.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"audit-policy-file": "/p.yaml"})
}

test_not_applicable_where_it_does_not_run if {
	not audit_policy_coverage.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	audit_policy_coverage.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
