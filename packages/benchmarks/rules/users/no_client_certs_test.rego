package rules.users.no_client_certs_test

import data.lib.fixture
import data.rules.users.no_client_certs

test_manual_always if {
	no_client_certs.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not no_client_certs.finding with input as fixture.service
}
