package rules.pod.sudo_test

import data.lib.fixture
import data.rules.pod.sudo

test_passed_when_set_well if {
	sudo.finding.evaluation == "passed" with input as fixture.container({"command": ["pseudo-tool"]})
}

test_failed_when_set_badly if {
	sudo.finding.evaluation == "failed" with input as fixture.container({"command": ["sh", "-c", "sudo id"]})
}

test_failed_when_an_init_container_is_bad if {
	sudo.finding.evaluation == "failed" with input as fixture.init_container({"command": ["pseudo-tool"]}, {"command": ["sh", "-c", "sudo id"]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	sudo.finding.evaluation == "failed" with input as fixture.ephemeral_container({"command": ["pseudo-tool"]}, {"command": ["sh", "-c", "sudo id"]})
}

test_failed_in_a_deployment if {
	sudo.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "command": ["sh", "-c", "sudo id"]}]})
}

test_failed_in_a_cron_job if {
	sudo.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "command": ["sh", "-c", "sudo id"]}]})
}

test_passed_by_default if {
	sudo.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not sudo.finding with input as fixture.service
}
