package rules.workload.mounts_secret_test

import data.lib.fixture
import data.rules.workload.mounts_secret

test_manual_when_there_are_any if {
	mounts_secret.finding.evaluation == "manual"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "secret": {"secretName": "s"}}]})
}

test_not_applicable_without if {
	not mounts_secret.finding with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not mounts_secret.finding with input as fixture.service
}
