package rules.secrets.external_secrets_test

import data.lib.fixture
import data.rules.secrets.external_secrets

test_manual_when_there_are_any if {
	external_secrets.finding.evaluation == "manual"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "csi": {"driver": "secrets-store.csi.k8s.io"}}]})
}

test_not_applicable_without if {
	not external_secrets.finding with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not external_secrets.finding with input as fixture.service
}
