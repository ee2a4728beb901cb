package rules.pod.allow_privilege_escalation_test

import data.lib.fixture
import data.rules.pod.allow_privilege_escalation

test_passed_when_set_well if {
	allow_privilege_escalation.finding.evaluation == "passed" with input as fixture.container({"securityContext": {"allowPrivilegeEscalation": false}})
}

test_failed_when_set_badly if {
	allow_privilege_escalation.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"allowPrivilegeEscalation": true}})
}

test_failed_when_an_init_container_is_bad if {
	allow_privilege_escalation.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"allowPrivilegeEscalation": false}}, {"securityContext": {"allowPrivilegeEscalation": true}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	allow_privilege_escalation.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"allowPrivilegeEscalation": false}}, {"securityContext": {"allowPrivilegeEscalation": true}})
}

test_failed_in_a_deployment if {
	allow_privilege_escalation.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"allowPrivilegeEscalation": true}}]})
}

test_failed_in_a_cron_job if {
	allow_privilege_escalation.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"allowPrivilegeEscalation": true}}]})
}

test_failed_by_default if {
	allow_privilege_escalation.finding.evaluation == "failed" with input as fixture.container({})
}

test_passed_for_windows if {
	allow_privilege_escalation.finding.evaluation == "passed" with input as fixture.pod({"os": {"name": "windows"}, "containers": [fixture.plain]})
}

test_failed_for_windows_before_1_25 if {
	allow_privilege_escalation.finding.evaluation == "failed"
		with input as fixture.pod({"os": {"name": "windows"}, "containers": [fixture.plain]})
		with data.kubernetes_version as "1.24"
}

test_not_applicable_to_other_kinds if {
	not allow_privilege_escalation.finding with input as fixture.service
}
