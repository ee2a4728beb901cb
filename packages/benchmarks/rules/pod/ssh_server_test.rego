package rules.pod.ssh_server_test

import data.lib.fixture
import data.rules.pod.ssh_server

test_passed_when_set_well if {
	ssh_server.finding.evaluation == "passed" with input as fixture.container({"ports": [{"containerPort": 8080}]})
}

test_failed_when_set_badly if {
	ssh_server.finding.evaluation == "failed" with input as fixture.container({"ports": [{"containerPort": 22}]})
}

test_failed_when_an_init_container_is_bad if {
	ssh_server.finding.evaluation == "failed"
		with input as fixture.init_container({"ports": [{"containerPort": 8080}]}, {"ports": [{"containerPort": 22}]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	ssh_server.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"ports": [{"containerPort": 8080}]}, {"ports": [{"containerPort": 22}]})
}

test_failed_in_a_deployment if {
	ssh_server.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 22}]}]})
}

test_failed_in_a_cron_job if {
	ssh_server.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 22}]}]})
}

test_passed_by_default if {
	ssh_server.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_for_a_service if {
	ssh_server.finding.evaluation == "failed" with input as fixture.object_of("Service", {"metadata": {"name": "x"}, "spec": {"ports": [{"port": 22}]}})
}

test_passed_for_another_service if {
	ssh_server.finding.evaluation == "passed"
		with input as fixture.object_of("Service", {"metadata": {"name": "x"}, "spec": {"ports": [{"port": 80, "targetPort": 8080}]}})
}

test_not_applicable_to_other_kinds if {
	not ssh_server.finding with input as fixture.namespace("x", {})
}
