package rules.pod.windows_hostprocess_test

import data.lib.fixture
import data.rules.pod.windows_hostprocess

test_passed_when_set_well if {
	windows_hostprocess.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"windowsOptions": {"hostProcess": false}}})
}

test_failed_when_set_badly if {
	windows_hostprocess.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"windowsOptions": {"hostProcess": true}}})
}

test_failed_when_an_init_container_is_bad if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"windowsOptions": {"hostProcess": false}}}, {"securityContext": {"windowsOptions": {"hostProcess": true}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"windowsOptions": {"hostProcess": false}}}, {"securityContext": {"windowsOptions": {"hostProcess": true}}})
}

test_failed_in_a_deployment if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"windowsOptions": {"hostProcess": true}}}]})
}

test_failed_in_a_cron_job if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"windowsOptions": {"hostProcess": true}}}]})
}

test_failed_when_the_pod_is_bad if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"windowsOptions": {"hostProcess": false}}}], "securityContext": {"windowsOptions": {"hostProcess": true}}})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	windows_hostprocess.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"windowsOptions": {"hostProcess": false}}}], "securityContext": {"windowsOptions": {"hostProcess": true}}})
}

test_passed_by_default if {
	windows_hostprocess.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not windows_hostprocess.finding with input as fixture.service
}
