package rules.apiserver.encryption_providers_test

import data.lib.fixture
import data.rules.apiserver.encryption_providers

test_passed_when_strong_first if {
	encryption_providers.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["secrets"], "providers": [{"secretbox": {}}, {"identity": {}}]}]}}}})
}

test_passed_when_covered_by_a_wildcard if {
	encryption_providers.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["*.*"], "providers": [{"kms": {}}]}]}}}})
}

test_failed_when_identity_first if {
	encryption_providers.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["secrets"], "providers": [{"identity": {}}, {"aescbc": {}}]}]}}}})
}

test_failed_when_secrets_are_not_covered if {
	encryption_providers.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["configmaps"], "providers": [{"aescbc": {}}]}]}}}})
}

test_manual_with_aesgcm if {
	encryption_providers.finding.evaluation == "manual"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["secrets"], "providers": [{"aesgcm": {}}]}]}}}})
}

test_failed_by_default if {
	encryption_providers.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_unknown_when_the_file_was_not_read if {
	encryption_providers.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"encryption-provider-config": "/e.yaml"})
}

test_not_applicable_where_it_does_not_run if {
	not encryption_providers.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	encryption_providers.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
