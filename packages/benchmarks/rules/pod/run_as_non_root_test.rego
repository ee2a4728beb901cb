package rules.pod.run_as_non_root_test

import data.lib.fixture
import data.rules.pod.run_as_non_root

test_passed_when_set_well if {
	run_as_non_root.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"runAsNonRoot": true}})
}

test_failed_when_set_badly if {
	run_as_non_root.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"runAsNonRoot": false}})
}

test_failed_when_an_init_container_is_bad if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"runAsNonRoot": true}}, {"securityContext": {"runAsNonRoot": false}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"runAsNonRoot": true}}, {"securityContext": {"runAsNonRoot": false}})
}

test_failed_in_a_deployment if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsNonRoot": false}}]})
}

test_failed_in_a_cron_job if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsNonRoot": false}}]})
}

test_passed_when_the_pod_is_well if {
	run_as_non_root.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"runAsNonRoot": true}}], "securityContext": {"runAsNonRoot": true}})
}

test_failed_by_default if {
	run_as_non_root.finding.evaluation == "failed" with input as fixture.container({})
}

test_failed_when_false_on_the_pod_and_true_on_the_container if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.pod({"securityContext": {"runAsNonRoot": false}, "containers": [{"name": "a", "securityContext": {"runAsNonRoot": true}}]})
}

test_failed_when_only_a_user_is_set if {
	run_as_non_root.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"runAsUser": 1000}})
}

test_passed_in_a_user_namespace if {
	run_as_non_root.finding.evaluation == "passed" with input as fixture.pod({"hostUsers": false, "containers": [fixture.plain]})
}

test_failed_in_a_user_namespace_before_1_35 if {
	run_as_non_root.finding.evaluation == "failed"
		with input as fixture.pod({"hostUsers": false, "containers": [fixture.plain]})
		with data.kubernetes_version as "1.34"
}

test_not_applicable_to_other_kinds if {
	not run_as_non_root.finding with input as fixture.service
}
