package rules.pod.seccomp_unconfined_test

import data.lib.fixture
import data.rules.pod.seccomp_unconfined

test_passed_when_set_well if {
	seccomp_unconfined.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "Localhost"}}})
}

test_failed_when_set_badly if {
	seccomp_unconfined.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_init_container_is_bad if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"seccompProfile": {"type": "Localhost"}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"seccompProfile": {"type": "Localhost"}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_in_a_deployment if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_failed_in_a_cron_job if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_failed_when_the_pod_is_bad if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Localhost"}}}], "securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	seccomp_unconfined.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Localhost"}}}], "securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_passed_by_default if {
	seccomp_unconfined.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not seccomp_unconfined.finding with input as fixture.service
}
