package rules.ns.limit_range_test

import data.lib.fixture
import data.rules.ns.limit_range

test_passed_with_one if {
	limit_range.finding.evaluation == "passed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"LimitRange": [{"metadata": {"name": "l", "namespace": "shop"}}]})
}

test_failed_by_default if {
	limit_range.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_failed_when_it_is_elsewhere if {
	limit_range.finding.evaluation == "failed"
		with input as fixture.namespace("other", {})
		with data.inventory as fixture.inventory({}, {"LimitRange": [{"metadata": {"name": "l", "namespace": "shop"}}]})
}

test_not_applicable_to_the_system if {
	not limit_range.finding with input as fixture.namespace("kube-system", {})
}

test_not_applicable_to_other_kinds if {
	not limit_range.finding with input as fixture.service
}
