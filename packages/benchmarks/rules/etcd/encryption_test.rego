package rules.etcd.encryption_test

import data.lib.fixture
import data.rules.etcd.encryption

test_passed_as_there if {
	encryption.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"encryption-provider-config": {"value": "/e.yaml", "source": "flag"}}, "documents": {"encryption-provider-config": {"path": "/e.yaml", "content": {"resources": [{"resources": ["secrets"], "providers": [{"kms": {}}]}]}}}})
}

test_failed_as_there if {
	encryption.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_as_there if {
	not encryption.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}
