package rules.resources.memory_limit_test

import data.lib.fixture
import data.rules.resources.memory_limit

test_passed_when_set_well if {
	memory_limit.finding.evaluation == "passed" with input as fixture.container({"resources": {"limits": {"memory": "1"}}})
}

test_failed_when_set_badly if {
	memory_limit.finding.evaluation == "failed" with input as fixture.container({"resources": {}})
}

test_failed_in_a_deployment if {
	memory_limit.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {}}]})
}

test_failed_in_a_cron_job if {
	memory_limit.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {}}]})
}

test_passed_when_the_pod_is_well if {
	memory_limit.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1", "resources": {"limits": {"memory": "1"}}}], "resources": {"limits": {"memory": "1"}}})
}

test_failed_by_default if {
	memory_limit.finding.evaluation == "failed" with input as fixture.container({})
}

test_failed_when_nothing_is_given if {
	every quantity in ["", "0", 0] {
		memory_limit.finding.evaluation == "failed" with input as fixture.container({"resources": {"limits": {"memory": quantity}}})
	}
}

test_not_applicable_to_other_kinds if {
	not memory_limit.finding with input as fixture.service
}
