package rules.sa.token_automount_test

import data.lib.fixture
import data.rules.sa.token_automount

test_passed_when_the_pod_says_no if {
	token_automount.finding.evaluation == "passed" with input as fixture.pod({"automountServiceAccountToken": false, "containers": [fixture.plain]})
}

test_failed_when_the_pod_says_yes if {
	token_automount.finding.evaluation == "failed"
		with input as fixture.pod({"serviceAccountName": "web", "automountServiceAccountToken": true, "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "web", "namespace": "shop"}, "automountServiceAccountToken": false}]})
}

test_passed_when_the_account_says_no if {
	token_automount.finding.evaluation == "passed"
		with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
		with data.inventory as fixture.inventory({}, {"ServiceAccount": [{"metadata": {"name": "web", "namespace": "shop"}, "automountServiceAccountToken": false}]})
}

test_failed_by_default if {
	token_automount.finding.evaluation == "failed" with input as fixture.pod({"serviceAccountName": "web", "containers": [fixture.plain]})
}

test_not_applicable_to_static_pods if {
	not token_automount.finding with input as fixture.static_pod
}

test_not_applicable_to_other_kinds if {
	not token_automount.finding with input as fixture.service
}
