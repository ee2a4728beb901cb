package rules.pod.selinux_test

import data.lib.fixture
import data.rules.pod.selinux

test_passed_when_set_well if {
	selinux.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"seLinuxOptions": {"type": "container_t"}}})
}

test_failed_when_set_badly if {
	selinux.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})
}

test_failed_when_an_init_container_is_bad if {
	selinux.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"seLinuxOptions": {"type": "container_t"}}}, {"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	selinux.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"seLinuxOptions": {"type": "container_t"}}}, {"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})
}

test_failed_in_a_deployment if {
	selinux.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seLinuxOptions": {"type": "spc_t"}}}]})
}

test_failed_in_a_cron_job if {
	selinux.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seLinuxOptions": {"type": "spc_t"}}}]})
}

test_failed_when_the_pod_is_bad if {
	selinux.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seLinuxOptions": {"type": "container_t"}}}], "securityContext": {"seLinuxOptions": {"role": "sysadm_r"}}})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	selinux.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"seLinuxOptions": {"type": "container_t"}}}], "securityContext": {"seLinuxOptions": {"role": "sysadm_r"}}})
}

test_passed_by_default if {
	selinux.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_a_newer_type_before_1_31 if {
	selinux.finding.evaluation == "failed"
		with input as fixture.container({"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}})
		with data.kubernetes_version as "1.30"
}

test_passed_with_a_newer_type if {
	selinux.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}})
}

test_not_applicable_to_other_kinds if {
	not selinux.finding with input as fixture.service
}
