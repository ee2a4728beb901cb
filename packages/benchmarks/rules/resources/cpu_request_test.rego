package rules.resources.cpu_request_test

import data.lib.fixture
import data.rules.resources.cpu_request

test_passed_when_set_well if {
	cpu_request.finding.evaluation == "passed" with input as fixture.container({"resources": {"requests": {"cpu": "1"}}})
}

test_failed_when_set_badly if {
	cpu_request.finding.evaluation == "failed" with input as fixture.container({"resources": {}})
}

test_failed_in_a_deployment if {
	cpu_request.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {}}]})
}

test_failed_in_a_cron_job if {
	cpu_request.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {}}]})
}

test_passed_when_the_pod_is_well if {
	cpu_request.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {"requests": {"cpu": "1"}}}], "resources": {"requests": {"cpu": "1"}}})
}

test_failed_by_default if {
	cpu_request.finding.evaluation == "failed" with input as fixture.container({})
}

test_failed_when_nothing_is_given if {
	every quantity in ["", "0", 0] {
		cpu_request.finding.evaluation == "failed" with input as fixture.container({"resources": {"requests": {"cpu": quantity}}})
	}
}

test_not_applicable_to_other_kinds if {
	not cpu_request.finding with input as fixture.service
}
