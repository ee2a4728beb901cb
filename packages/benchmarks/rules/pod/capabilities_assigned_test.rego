package rules.pod.capabilities_assigned_test

import data.lib.fixture
import data.rules.pod.capabilities_assigned

test_passed_when_set_well if {
	capabilities_assigned.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"]}}})
}

test_failed_when_set_badly if {
	capabilities_assigned.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
}

test_failed_when_an_init_container_is_bad if {
	capabilities_assigned.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"drop": ["ALL"]}}}, {"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	capabilities_assigned.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"drop": ["ALL"]}}}, {"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})
}

test_failed_in_a_deployment if {
	capabilities_assigned.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}]})
}

test_failed_in_a_cron_job if {
	capabilities_assigned.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["NET_RAW"]}}}]})
}

test_failed_by_default if {
	capabilities_assigned.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not capabilities_assigned.finding with input as fixture.service
}
