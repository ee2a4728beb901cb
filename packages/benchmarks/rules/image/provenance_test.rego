package rules.image.provenance_test

import data.lib.fixture
import data.rules.image.provenance

test_manual_always if {
	provenance.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not provenance.finding with input as fixture.service
}
