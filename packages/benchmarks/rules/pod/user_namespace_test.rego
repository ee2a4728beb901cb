package rules.pod.user_namespace_test

import data.lib.fixture
import data.rules.pod.user_namespace

test_passed_when_the_pod_is_well if {
	user_namespace.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostUsers": false})
}

test_failed_when_the_pod_is_bad if {
	user_namespace.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostUsers": true})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	user_namespace.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostUsers": true})
}

test_failed_by_default if {
	user_namespace.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not user_namespace.finding with input as fixture.service
}
