package rules.sa.default_used_test

import data.lib.fixture
import data.rules.sa.default_used

test_passed_when_the_pod_is_well if {
	default_used.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccountName": "web"})
}

test_failed_when_the_pod_is_bad if {
	default_used.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccountName": "default"})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	default_used.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccountName": "default"})
}

test_failed_by_default if {
	default_used.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_static_pods if {
	not default_used.finding with input as fixture.static_pod
}

test_not_applicable_to_other_kinds if {
	not default_used.finding with input as fixture.service
}
