package rules.apiserver.authz_no_alwaysallow_test

import data.lib.fixture
import data.rules.apiserver.authz_no_alwaysallow

test_passed_when_set_well if {
	authz_no_alwaysallow.finding.evaluation == "passed" with input as fixture.node("apiserver", {"authorization-mode": ["Node", "RBAC"]})
}

test_failed_when_set_badly if {
	authz_no_alwaysallow.finding.evaluation == "failed" with input as fixture.node("apiserver", {"authorization-mode": ["RBAC", "AlwaysAllow"]})
}

test_failed_by_default if {
	authz_no_alwaysallow.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_passed_when_the_list_is_text if {
	authz_no_alwaysallow.finding.evaluation == "passed" with input as fixture.node("apiserver", {"authorization-mode": "Node,RBAC"})
}

test_passed_when_the_file_says_so if {
	authz_no_alwaysallow.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"documents": {"authorization-config": {"path": "/a.yaml", "content": {"authorizers": [{"type": "Node"}, {"type": "RBAC"}]}}}})
}

test_failed_when_the_file_says_so if {
	authz_no_alwaysallow.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"documents": {"authorization-config": {"path": "/a.yaml", "content": {"authorizers": [{"type": "AlwaysAllow"}]}}}})
}

test_unknown_when_the_file_was_not_read if {
	authz_no_alwaysallow.finding.evaluation == "unknown"
		with input as fixture.with_component("apiserver", {"settings": {"authorization-config": {"value": "/a.yaml", "source": "flag"}}})
}

test_not_applicable_where_it_does_not_run if {
	not authz_no_alwaysallow.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	authz_no_alwaysallow.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
