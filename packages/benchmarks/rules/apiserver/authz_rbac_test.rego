package rules.apiserver.authz_rbac_test

import data.lib.fixture
import data.rules.apiserver.authz_rbac

test_passed_when_set_well if {
	authz_rbac.finding.evaluation == "passed" with input as fixture.node("apiserver", {"authorization-mode": ["Node", "RBAC"]})
}

test_failed_when_set_badly if {
	authz_rbac.finding.evaluation == "failed" with input as fixture.node("apiserver", {"authorization-mode": ["Node"]})
}

test_failed_by_default if {
	authz_rbac.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_passed_when_the_list_is_text if {
	authz_rbac.finding.evaluation == "passed" with input as fixture.node("apiserver", {"authorization-mode": "Node,RBAC"})
}

test_passed_when_the_file_says_so if {
	authz_rbac.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"documents": {"authorization-config": {"path": "/a.yaml", "content": {"authorizers": [{"type": "RBAC"}]}}}})
}

test_failed_when_the_file_says_so if {
	authz_rbac.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"documents": {"authorization-config": {"path": "/a.yaml", "content": {"authorizers": [{"type": "Node"}]}}}})
}

test_unknown_when_the_file_was_not_read if {
	authz_rbac.finding.evaluation == "unknown"
		with input as fixture.with_component("apiserver", {"settings": {"authorization-config": {"value": "/a.yaml", "source": "flag"}}})
}

test_not_applicable_where_it_does_not_run if {
	not authz_rbac.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	authz_rbac.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
