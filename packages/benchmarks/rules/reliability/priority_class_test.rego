package rules.reliability.priority_class_test

import data.lib.fixture
import data.rules.reliability.priority_class

test_passed_when_the_pod_is_well if {
	priority_class.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "priorityClassName": "high"})
}

test_failed_when_the_pod_is_bad if {
	priority_class.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "priorityClassName": ""})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	priority_class.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "priorityClassName": ""})
}

test_failed_by_default if {
	priority_class.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not priority_class.finding with input as fixture.service
}
