package rules.image.pull_policy_test

import data.lib.fixture
import data.rules.image.pull_policy

test_passed_when_set_well if {
	pull_policy.finding.evaluation == "passed" with input as fixture.container({"image": "app:latest", "imagePullPolicy": "Always"})
}

test_failed_when_set_badly if {
	pull_policy.finding.evaluation == "failed" with input as fixture.container({"image": "app:1", "imagePullPolicy": "IfNotPresent"})
}

test_failed_when_an_init_container_is_bad if {
	pull_policy.finding.evaluation == "failed"
		with input as fixture.init_container({"image": "app:latest", "imagePullPolicy": "Always"}, {"image": "app:1", "imagePullPolicy": "IfNotPresent"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	pull_policy.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"image": "app:latest", "imagePullPolicy": "Always"}, {"image": "app:1", "imagePullPolicy": "IfNotPresent"})
}

test_failed_in_a_deployment if {
	pull_policy.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "app:1", "imagePullPolicy": "IfNotPresent"}]})
}

test_failed_in_a_cron_job if {
	pull_policy.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "app:1", "imagePullPolicy": "IfNotPresent"}]})
}

test_passed_by_default if {
	pull_policy.finding.evaluation == "passed" with input as fixture.container({})
}

test_passed_with_a_digest if {
	pull_policy.finding.evaluation == "passed"
		with input as fixture.container({"image": "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "imagePullPolicy": "IfNotPresent"})
}

test_not_applicable_to_other_kinds if {
	not pull_policy.finding with input as fixture.service
}
