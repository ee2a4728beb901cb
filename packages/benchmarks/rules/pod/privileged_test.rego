package rules.pod.privileged_test

import data.lib.fixture
import data.rules.pod.privileged

test_passed_when_set_well if {
	privileged.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"privileged": false}})
}

test_failed_when_set_badly if {
	privileged.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"privileged": true}})
}

test_failed_when_an_init_container_is_bad if {
	privileged.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"privileged": false}}, {"securityContext": {"privileged": true}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	privileged.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"privileged": false}}, {"securityContext": {"privileged": true}})
}

test_failed_in_a_deployment if {
	privileged.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"privileged": true}}]})
}

test_failed_in_a_cron_job if {
	privileged.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"privileged": true}}]})
}

test_passed_by_default if {
	privileged.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not privileged.finding with input as fixture.service
}
