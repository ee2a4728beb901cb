package rules.apiserver.audit_logging_test

import data.lib.fixture
import data.rules.apiserver.audit_logging

test_passed_as_there if {
	audit_logging.finding.evaluation == "passed" with input as fixture.node("apiserver", {"audit-log-path": "/a.log"})
}

test_failed_as_there if {
	audit_logging.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_as_there if {
	not audit_logging.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}
