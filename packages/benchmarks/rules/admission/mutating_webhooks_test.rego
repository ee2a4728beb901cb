package rules.admission.mutating_webhooks_test

import data.lib.fixture
import data.rules.admission.mutating_webhooks

test_manual_for_each if {
	mutating_webhooks.finding.evaluation == "manual"
		with input as fixture.object_of("MutatingWebhookConfiguration", {"metadata": {"name": "x"}, "webhooks": [{"name": "a.b.c", "failurePolicy": "Ignore"}]})
}

test_not_applicable_when_empty if {
	not mutating_webhooks.finding with input as fixture.object_of("MutatingWebhookConfiguration", {"metadata": {"name": "x"}})
}
