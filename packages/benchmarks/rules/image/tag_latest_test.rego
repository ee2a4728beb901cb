package rules.image.tag_latest_test

import data.lib.fixture
import data.rules.image.tag_latest

test_passed_when_set_well if {
	tag_latest.finding.evaluation == "passed" with input as fixture.container({"image": "registry.example:5000/app:1.2"})
}

test_failed_when_set_badly if {
	tag_latest.finding.evaluation == "failed" with input as fixture.container({"image": "registry.example/app:latest"})
}

test_failed_when_an_init_container_is_bad if {
	tag_latest.finding.evaluation == "failed"
		with input as fixture.init_container({"image": "registry.example:5000/app:1.2"}, {"image": "registry.example/app:latest"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	tag_latest.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"image": "registry.example:5000/app:1.2"}, {"image": "registry.example/app:latest"})
}

test_failed_in_a_deployment if {
	tag_latest.finding.evaluation == "failed" with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:latest"}]})
}

test_failed_in_a_cron_job if {
	tag_latest.finding.evaluation == "failed" with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:latest"}]})
}

test_passed_by_default if {
	tag_latest.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_without_a_tag if {
	tag_latest.finding.evaluation == "failed" with input as fixture.container({"image": "app"})
}

test_failed_when_only_the_port_looks_like_a_tag if {
	tag_latest.finding.evaluation == "failed" with input as fixture.container({"image": "registry.example:5000/app"})
}

test_passed_with_a_digest if {
	tag_latest.finding.evaluation == "passed"
		with input as fixture.container({"image": "app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
}

test_not_applicable_to_other_kinds if {
	not tag_latest.finding with input as fixture.service
}
