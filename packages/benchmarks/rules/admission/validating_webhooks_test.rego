package rules.admission.validating_webhooks_test

import data.lib.fixture
import data.rules.admission.validating_webhooks

test_manual_for_each if {
	validating_webhooks.finding.evaluation == "manual"
		with input as fixture.object_of("ValidatingWebhookConfiguration", {"metadata": {"name": "x"}, "webhooks": [{"name": "a.b.c", "failurePolicy": "Ignore"}]})
}

test_not_applicable_when_empty if {
	not validating_webhooks.finding with input as fixture.object_of("ValidatingWebhookConfiguration", {"metadata": {"name": "x"}})
}
