package rules.secrets.external_secret_storage_test

import data.lib.fixture
import data.rules.secrets.external_secret_storage

test_manual_always if {
	external_secret_storage.finding.evaluation == "manual" with input as fixture.cluster({"custom_resources": ["externalsecrets.external-secrets.io"]})
}

test_not_applicable_to_objects if {
	not external_secret_storage.finding with input as fixture.service
}
