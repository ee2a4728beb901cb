package rules.pod.linux_hardening_test

import data.lib.fixture
import data.rules.pod.linux_hardening

test_passed_when_set_well if {
	linux_hardening.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"]}}})
}

test_failed_when_set_badly if {
	linux_hardening.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_init_container_is_bad if {
	linux_hardening.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"drop": ["ALL"]}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	linux_hardening.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"drop": ["ALL"]}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_in_a_deployment if {
	linux_hardening.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_failed_in_a_cron_job if {
	linux_hardening.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_passed_when_the_pod_is_well if {
	linux_hardening.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["ALL"]}}}], "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}})
}

test_failed_by_default if {
	linux_hardening.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not linux_hardening.finding with input as fixture.service
}
