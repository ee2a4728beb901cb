package rules.sa.nonexistent_test

import data.lib.fixture
import data.rules.sa.nonexistent

test_passed_when_there if {
	nonexistent.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "web", "namespace": "shop"}, "automountServiceAccountToken": false}]})
}

test_failed_when_missing if {
	nonexistent.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "other", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "web", "namespace": "shop"}, "automountServiceAccountToken": false}]})
}

test_passed_by_default if {
	nonexistent.finding.evaluation == "passed"
		with input as fixture.container({})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "web", "namespace": "shop"}, "automountServiceAccountToken": false}]})
}

test_not_applicable_when_no_account_was_seen if {
	not nonexistent.finding with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not nonexistent.finding with input as fixture.service
}
