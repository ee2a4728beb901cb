package rules.namespace.boundaries_test

import data.lib.fixture
import data.rules.namespace.boundaries

test_manual_always if {
	boundaries.finding.evaluation == "manual" with input as fixture.cluster({"namespaces": ["default", "shop"]})
}

test_not_applicable_to_objects if {
	not boundaries.finding with input as fixture.service
}

test_manual_with_what_separates_each_namespace if {
	result := boundaries.finding with input as fixture.cluster({"namespaces": ["default", "shop"]})
		with data.inventory as fixture.inventory({}, {"NetworkPolicy": [{"metadata": {"name": "a", "namespace": "shop"}}]})
	result.evidence[0].path == "Namespace/shop"
	result.evidence[0].actual["network policies"] == 1
}
