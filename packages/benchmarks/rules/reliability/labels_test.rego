package rules.reliability.labels_test

import data.lib.fixture
import data.rules.reliability.labels

test_failed_by_default if {
	labels.finding.evaluation == "failed" with input as fixture.container({})
}

test_passed_with_labels if {
	labels.finding.evaluation == "passed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "labels": {"app.kubernetes.io/name": "x"}}, "spec": {"containers": [fixture.plain]}})
}

test_not_applicable_to_other_kinds if {
	not labels.finding with input as fixture.service
}
