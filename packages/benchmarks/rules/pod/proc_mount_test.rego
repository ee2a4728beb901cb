package rules.pod.proc_mount_test

import data.lib.fixture
import data.rules.pod.proc_mount

test_passed_when_set_well if {
	proc_mount.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"procMount": "Default"}})
}

test_failed_when_set_badly if {
	proc_mount.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"procMount": "Unmasked"}})
}

test_failed_when_an_init_container_is_bad if {
	proc_mount.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"procMount": "Default"}}, {"securityContext": {"procMount": "Unmasked"}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	proc_mount.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"procMount": "Default"}}, {"securityContext": {"procMount": "Unmasked"}})
}

test_failed_in_a_deployment if {
	proc_mount.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"procMount": "Unmasked"}}]})
}

test_failed_in_a_cron_job if {
	proc_mount.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"procMount": "Unmasked"}}]})
}

test_passed_by_default if {
	proc_mount.finding.evaluation == "passed" with input as fixture.container({})
}

test_passed_in_a_user_namespace if {
	proc_mount.finding.evaluation == "passed"
		with input as fixture.pod({"hostUsers": false, "containers": [{"name": "a", "securityContext": {"procMount": "Unmasked"}}]})
}

test_failed_in_a_user_namespace_where_strict if {
	proc_mount.finding.evaluation == "failed"
		with input as fixture.pod({"hostUsers": false, "containers": [{"name": "a", "securityContext": {"procMount": "Unmasked"}}]})
		with data.parameters as {"pod-proc-mount": {"strict": true}}
}

test_not_applicable_to_other_kinds if {
	not proc_mount.finding with input as fixture.service
}
