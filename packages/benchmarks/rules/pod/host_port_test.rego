package rules.pod.host_port_test

import data.lib.fixture
import data.rules.pod.host_port

test_passed_when_set_well if {
	host_port.finding.evaluation == "passed" with input as fixture.container({"ports": [{"containerPort": 80, "hostPort": 0}]})
}

test_failed_when_set_badly if {
	host_port.finding.evaluation == "failed" with input as fixture.container({"ports": [{"containerPort": 80, "hostPort": 80}]})
}

test_failed_when_an_init_container_is_bad if {
	host_port.finding.evaluation == "failed"
		with input as fixture.init_container({"ports": [{"containerPort": 80, "hostPort": 0}]}, {"ports": [{"containerPort": 80, "hostPort": 80}]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	host_port.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"ports": [{"containerPort": 80, "hostPort": 0}]}, {"ports": [{"containerPort": 80, "hostPort": 80}]})
}

test_failed_in_a_deployment if {
	host_port.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 80, "hostPort": 80}]}]})
}

test_failed_in_a_cron_job if {
	host_port.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 80, "hostPort": 80}]}]})
}

test_passed_by_default if {
	host_port.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not host_port.finding with input as fixture.service
}
