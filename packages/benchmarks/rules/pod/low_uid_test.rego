package rules.pod.low_uid_test

import data.lib.fixture
import data.rules.pod.low_uid

test_passed_when_set_well if {
	low_uid.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"runAsUser": 20000}})
}

test_failed_when_set_badly if {
	low_uid.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"runAsUser": 1000}})
}

test_failed_when_an_init_container_is_bad if {
	low_uid.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"runAsUser": 20000}}, {"securityContext": {"runAsUser": 1000}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	low_uid.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"runAsUser": 20000}}, {"securityContext": {"runAsUser": 1000}})
}

test_failed_in_a_deployment if {
	low_uid.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsUser": 1000}}]})
}

test_failed_in_a_cron_job if {
	low_uid.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsUser": 1000}}]})
}

test_failed_by_default if {
	low_uid.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not low_uid.finding with input as fixture.service
}
