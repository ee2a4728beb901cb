package rules.pod.seccomp_runtime_default_test

import data.lib.fixture
import data.rules.pod.seccomp_runtime_default

test_passed_when_set_well if {
	seccomp_runtime_default.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}})
}

test_failed_when_set_badly if {
	seccomp_runtime_default.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_init_container_is_bad if {
	seccomp_runtime_default.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	seccomp_runtime_default.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}, {"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
}

test_failed_in_a_deployment if {
	seccomp_runtime_default.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_failed_in_a_cron_job if {
	seccomp_runtime_default.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}]})
}

test_passed_when_the_pod_is_well if {
	seccomp_runtime_default.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}], "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}})
}

test_failed_by_default if {
	seccomp_runtime_default.finding.evaluation == "failed" with input as fixture.container({})
}

test_passed_for_windows if {
	seccomp_runtime_default.finding.evaluation == "passed" with input as fixture.pod({"os": {"name": "windows"}, "containers": [fixture.plain]})
}

test_not_applicable_before_1_19 if {
	not seccomp_runtime_default.finding with input as fixture.container({}) with data.kubernetes_version as "1.18"
}

test_not_applicable_to_other_kinds if {
	not seccomp_runtime_default.finding with input as fixture.service
}
