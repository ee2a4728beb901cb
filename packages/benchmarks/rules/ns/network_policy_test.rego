package rules.ns.network_policy_test

import data.lib.fixture
import data.rules.ns.network_policy

test_passed_with_one if {
	network_policy.finding.evaluation == "passed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "deny", "namespace": "shop"}, "spec": {"podSelector": {}}}]})
}

test_failed_by_default if {
	network_policy.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_failed_when_it_is_elsewhere if {
	network_policy.finding.evaluation == "failed"
		with input as fixture.namespace("other", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "deny", "namespace": "shop"}, "spec": {"podSelector": {}}}]})
}

test_not_applicable_to_the_system if {
	not network_policy.finding with input as fixture.namespace("kube-system", {})
}

test_not_applicable_to_other_kinds if {
	not network_policy.finding with input as fixture.service
}
