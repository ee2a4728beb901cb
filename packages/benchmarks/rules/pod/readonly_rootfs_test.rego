package rules.pod.readonly_rootfs_test

import data.lib.fixture
import data.rules.pod.readonly_rootfs

test_passed_when_set_well if {
	readonly_rootfs.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"readOnlyRootFilesystem": true}})
}

test_failed_when_set_badly if {
	readonly_rootfs.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"readOnlyRootFilesystem": false}})
}

test_failed_when_an_init_container_is_bad if {
	readonly_rootfs.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"readOnlyRootFilesystem": true}}, {"securityContext": {"readOnlyRootFilesystem": false}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	readonly_rootfs.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"readOnlyRootFilesystem": true}}, {"securityContext": {"readOnlyRootFilesystem": false}})
}

test_failed_in_a_deployment if {
	readonly_rootfs.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"readOnlyRootFilesystem": false}}]})
}

test_failed_in_a_cron_job if {
	readonly_rootfs.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"readOnlyRootFilesystem": false}}]})
}

test_failed_by_default if {
	readonly_rootfs.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not readonly_rootfs.finding with input as fixture.service
}
