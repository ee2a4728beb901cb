package rules.ns.resource_quota_test

import data.lib.fixture
import data.rules.ns.resource_quota

test_passed_with_one if {
	resource_quota.finding.evaluation == "passed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({}, {"ResourceQuota": [{"metadata": {"name": "q", "namespace": "shop"}}]})
}

test_failed_by_default if {
	resource_quota.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_failed_when_it_is_elsewhere if {
	resource_quota.finding.evaluation == "failed"
		with input as fixture.namespace("other", {})
		with data.inventory as fixture.inventory({}, {"ResourceQuota": [{"metadata": {"name": "q", "namespace": "shop"}}]})
}

test_not_applicable_to_the_system if {
	not resource_quota.finding with input as fixture.namespace("kube-system", {})
}

test_not_applicable_to_other_kinds if {
	not resource_quota.finding with input as fixture.service
}
