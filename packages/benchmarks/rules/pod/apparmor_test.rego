package rules.pod.apparmor_test

import data.lib.fixture
import data.rules.pod.apparmor

test_passed_when_set_well if {
	apparmor.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}})
}

test_failed_when_set_badly if {
	apparmor.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_init_container_is_bad if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}, {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}, {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
}

test_failed_in_a_deployment if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"appArmorProfile": {"type": "Unconfined"}}}]})
}

test_failed_in_a_cron_job if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"appArmorProfile": {"type": "Unconfined"}}}]})
}

test_failed_when_the_pod_is_bad if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}], "securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}}], "securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
}

test_passed_by_default if {
	apparmor.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_an_annotation if {
	apparmor.finding.evaluation == "failed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "annotations": {"container.apparmor.security.beta.kubernetes.io/app": "unconfined"}}, "spec": {"containers": [fixture.plain]}})
}

test_passed_with_a_local_annotation if {
	apparmor.finding.evaluation == "passed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "annotations": {"container.apparmor.security.beta.kubernetes.io/app": "localhost/x"}}, "spec": {"containers": [fixture.plain]}})
}

test_not_applicable_to_other_kinds if {
	not apparmor.finding with input as fixture.service
}
