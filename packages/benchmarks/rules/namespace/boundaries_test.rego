package rules.namespace.boundaries_test

import data.lib.fixture
import data.rules.namespace.boundaries

test_manual_always if {
	boundaries.finding.evaluation == "manual" with input as fixture.cluster({"namespaces": ["default", "shop"]})
}

test_not_applicable_to_objects if {
	not boundaries.finding with input as fixture.service
}
