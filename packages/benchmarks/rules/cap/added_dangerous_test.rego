package rules.cap.added_dangerous_test

import data.lib.fixture
import data.rules.cap.added_dangerous

test_passed_when_set_well if {
	added_dangerous.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}})
}

test_failed_when_set_badly if {
	added_dangerous.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})
}

test_failed_when_an_init_container_is_bad if {
	added_dangerous.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}}, {"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	added_dangerous.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}}, {"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})
}

test_failed_in_a_deployment if {
	added_dangerous.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}]})
}

test_failed_in_a_cron_job if {
	added_dangerous.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}]})
}

test_passed_by_default if {
	added_dangerous.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_prefix_and_small_letters if {
	added_dangerous.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"add": ["cap_sys_admin"]}}})
}

test_not_applicable_to_other_kinds if {
	not added_dangerous.finding with input as fixture.service
}
