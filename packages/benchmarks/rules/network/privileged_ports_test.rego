package rules.network.privileged_ports_test

import data.lib.fixture
import data.rules.network.privileged_ports

test_passed_when_set_well if {
	privileged_ports.finding.evaluation == "passed" with input as fixture.container({"ports": [{"containerPort": 8080}]})
}

test_failed_when_set_badly if {
	privileged_ports.finding.evaluation == "failed" with input as fixture.container({"ports": [{"containerPort": 80}]})
}

test_failed_when_an_init_container_is_bad if {
	privileged_ports.finding.evaluation == "failed"
		with input as fixture.init_container({"ports": [{"containerPort": 8080}]}, {"ports": [{"containerPort": 80}]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	privileged_ports.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"ports": [{"containerPort": 8080}]}, {"ports": [{"containerPort": 80}]})
}

test_failed_in_a_deployment if {
	privileged_ports.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 80}]}]})
}

test_failed_in_a_cron_job if {
	privileged_ports.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "ports": [{"containerPort": 80}]}]})
}

test_passed_by_default if {
	privileged_ports.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not privileged_ports.finding with input as fixture.service
}
