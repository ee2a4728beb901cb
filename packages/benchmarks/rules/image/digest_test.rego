package rules.image.digest_test

import data.lib.fixture
import data.rules.image.digest

test_passed_when_set_well if {
	digest.finding.evaluation == "passed"
		with input as fixture.container({"image": "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
}

test_failed_when_set_badly if {
	digest.finding.evaluation == "failed" with input as fixture.container({"image": "app:1"})
}

test_failed_when_an_init_container_is_bad if {
	digest.finding.evaluation == "failed"
		with input as fixture.init_container({"image": "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}, {"image": "app:1"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	digest.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"image": "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}, {"image": "app:1"})
}

test_failed_in_a_deployment if {
	digest.finding.evaluation == "failed" with input as fixture.deployment({"containers": [{"name": "app", "image": "app:1"}]})
}

test_failed_in_a_cron_job if {
	digest.finding.evaluation == "failed" with input as fixture.cron_job({"containers": [{"name": "app", "image": "app:1"}]})
}

test_failed_by_default if {
	digest.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not digest.finding with input as fixture.service
}
