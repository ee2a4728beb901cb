package rules.cap.net_raw_test

import data.lib.fixture
import data.rules.cap.net_raw

test_passed_when_set_well if {
	net_raw.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
}

test_failed_when_set_badly if {
	net_raw.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_RAW"]}}})
}

test_failed_when_an_init_container_is_bad if {
	net_raw.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_RAW"]}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	net_raw.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_RAW"]}}})
}

test_failed_in_a_deployment if {
	net_raw.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_RAW"]}}}]})
}

test_failed_in_a_cron_job if {
	net_raw.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_RAW"]}}}]})
}

test_failed_by_default if {
	net_raw.finding.evaluation == "failed" with input as fixture.container({})
}

test_passed_when_all_is_dropped if {
	net_raw.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"]}}})
}

test_not_applicable_to_other_kinds if {
	not net_raw.finding with input as fixture.service
}
