package rules.ns.psa_enforce_test

import data.lib.fixture
import data.rules.ns.psa_enforce

test_passed_when_baseline if {
	psa_enforce.finding.evaluation == "passed" with input as fixture.namespace("shop", {"pod-security.kubernetes.io/enforce": "baseline"})
}

test_passed_when_restricted if {
	psa_enforce.finding.evaluation == "passed" with input as fixture.namespace("shop", {"pod-security.kubernetes.io/enforce": "restricted"})
}

test_failed_when_privileged if {
	psa_enforce.finding.evaluation == "failed" with input as fixture.namespace("shop", {"pod-security.kubernetes.io/enforce": "privileged"})
}

test_failed_by_default if {
	psa_enforce.finding.evaluation == "failed" with input as fixture.namespace("shop", {})
}

test_failed_when_it_only_warns if {
	psa_enforce.finding.evaluation == "failed" with input as fixture.namespace("shop", {"pod-security.kubernetes.io/warn": "baseline"})
}

test_failed_with_any_other_webhook if {
	psa_enforce.finding.evaluation == "failed"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({"ValidatingWebhookConfiguration": [{"metadata": {"name": "cert-manager-webhook"}}]}, {})
}

test_manual_with_an_engine if {
	psa_enforce.finding.evaluation == "manual"
		with input as fixture.namespace("shop", {})
		with data.inventory as fixture.inventory({"ValidatingWebhookConfiguration": [{"metadata": {"name": "gatekeeper-validating-webhook-configuration"}}]}, {})
}

test_not_applicable_to_the_system if {
	not psa_enforce.finding with input as fixture.namespace("kube-system", {})
}

test_not_applicable_to_other_kinds if {
	not psa_enforce.finding with input as fixture.service
}
