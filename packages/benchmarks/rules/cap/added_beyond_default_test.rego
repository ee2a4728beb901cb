package rules.cap.added_beyond_default_test

import data.lib.fixture
import data.rules.cap.added_beyond_default

test_passed_when_set_well if {
	added_beyond_default.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["CHOWN"]}}})
}

test_failed_when_set_badly if {
	added_beyond_default.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["NET_RAW"]}}})
}

test_failed_when_an_init_container_is_bad if {
	added_beyond_default.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"add": ["CHOWN"]}}}, {"securityContext": {"capabilities": {"add": ["NET_RAW"]}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	added_beyond_default.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"add": ["CHOWN"]}}}, {"securityContext": {"capabilities": {"add": ["NET_RAW"]}}})
}

test_failed_in_a_deployment if {
	added_beyond_default.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"add": ["NET_RAW"]}}}]})
}

test_failed_in_a_cron_job if {
	added_beyond_default.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"add": ["NET_RAW"]}}}]})
}

test_passed_by_default if {
	added_beyond_default.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_the_prefix if {
	added_beyond_default.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["CAP_CHOWN"]}}})
}

test_not_applicable_where_superseded if {
	not added_beyond_default.finding with input as fixture.container({"securityContext": {"capabilities": {"add": ["NET_RAW"]}}}) with data.parameters as {"cap-added-beyond-default": {"before_minor": 22}}
}

test_not_applicable_to_other_kinds if {
	not added_beyond_default.finding with input as fixture.service
}
