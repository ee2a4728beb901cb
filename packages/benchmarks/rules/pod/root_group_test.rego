package rules.pod.root_group_test

import data.lib.fixture
import data.rules.pod.root_group

test_passed_when_set_well if {
	root_group.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"runAsGroup": 1000}})
}

test_failed_when_set_badly if {
	root_group.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"runAsGroup": 0}})
}

test_failed_when_an_init_container_is_bad if {
	root_group.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"runAsGroup": 1000}}, {"securityContext": {"runAsGroup": 0}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	root_group.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"runAsGroup": 1000}}, {"securityContext": {"runAsGroup": 0}})
}

test_failed_in_a_deployment if {
	root_group.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsGroup": 0}}]})
}

test_failed_in_a_cron_job if {
	root_group.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsGroup": 0}}]})
}

test_passed_when_the_pod_is_well if {
	root_group.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsGroup": 1000}}], "securityContext": {"runAsGroup": 1000, "fsGroup": 1000}})
}

test_failed_by_default if {
	root_group.finding.evaluation == "failed" with input as fixture.container({})
}

test_failed_with_a_supplementary_root_group if {
	root_group.finding.evaluation == "failed"
		with input as fixture.pod({"securityContext": {"runAsGroup": 1, "supplementalGroups": [5, 0]}, "containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not root_group.finding with input as fixture.service
}
