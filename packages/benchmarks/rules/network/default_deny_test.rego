package rules.network.default_deny_test

import data.lib.fixture
import data.rules.network.default_deny

test_passed_with_one if {
	default_deny.finding.evaluation == "passed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "deny", "namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}]})
}

test_failed_by_default if {
	default_deny.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_failed_when_it_is_elsewhere if {
	default_deny.finding.evaluation == "failed"
		with input as fixture.namespace("other", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "deny", "namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}]})
}

test_failed_when_one_allows_something if {
	default_deny.finding.evaluation == "failed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "a", "namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{}]}}]})
}

test_failed_when_one_selects_some if {
	default_deny.finding.evaluation == "failed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "a", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"a": "b"}}}}]})
}

test_not_applicable_to_the_system if {
	not default_deny.finding with input as fixture.namespace("kube-system", {})
}

test_not_applicable_to_other_kinds if {
	not default_deny.finding with input as fixture.service
}
