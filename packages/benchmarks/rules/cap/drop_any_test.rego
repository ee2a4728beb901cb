package rules.cap.drop_any_test

import data.lib.fixture
import data.rules.cap.drop_any

test_passed_when_set_well if {
	drop_any.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
}

test_failed_when_set_badly if {
	drop_any.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"drop": []}}})
}

test_failed_when_an_init_container_is_bad if {
	drop_any.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}, {"securityContext": {"capabilities": {"drop": []}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	drop_any.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}, {"securityContext": {"capabilities": {"drop": []}}})
}

test_failed_in_a_deployment if {
	drop_any.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": []}}}]})
}

test_failed_in_a_cron_job if {
	drop_any.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": []}}}]})
}

test_failed_by_default if {
	drop_any.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not drop_any.finding with input as fixture.service
}
