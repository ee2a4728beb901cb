package rules.sa.deprecated_field_test

import data.lib.fixture
import data.rules.sa.deprecated_field

test_passed_when_the_pod_is_well if {
	deprecated_field.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccountName": "a", "serviceAccount": "a"})
}

test_failed_when_the_pod_is_bad if {
	deprecated_field.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccount": "a"})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	deprecated_field.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "serviceAccount": "a"})
}

test_passed_by_default if {
	deprecated_field.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not deprecated_field.finding with input as fixture.service
}
