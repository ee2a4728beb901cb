package rules.cap.drop_all_test

import data.lib.fixture
import data.rules.cap.drop_all

test_passed_when_set_well if {
	drop_all.finding.evaluation == "passed"
		with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}})
}

test_failed_when_set_badly if {
	drop_all.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}})
}

test_failed_when_an_init_container_is_bad if {
	drop_all.finding.evaluation == "failed"
		with input as fixture.init_container({"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	drop_all.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}})
}

test_failed_in_a_deployment if {
	drop_all.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}}]})
}

test_failed_in_a_cron_job if {
	drop_all.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}}]})
}

test_failed_by_default if {
	drop_all.finding.evaluation == "failed" with input as fixture.container({})
}

test_failed_when_small_letters if {
	drop_all.finding.evaluation == "failed" with input as fixture.container({"securityContext": {"capabilities": {"drop": ["all"]}}})
}

test_passed_for_windows if {
	drop_all.finding.evaluation == "passed" with input as fixture.pod({"os": {"name": "windows"}, "containers": [fixture.plain]})
}

test_not_applicable_before_1_22 if {
	not drop_all.finding with input as fixture.container({}) with data.kubernetes_version as "1.21"
}

test_not_applicable_to_other_kinds if {
	not drop_all.finding with input as fixture.service
}
