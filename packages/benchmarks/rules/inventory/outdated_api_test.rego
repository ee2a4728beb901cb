package rules.inventory.outdated_api_test

import data.lib.fixture
import data.rules.inventory.outdated_api

test_failed_when_removed if {
	outdated_api.finding.evaluation == "failed" with input as fixture.object_of("Ingress", {"apiVersion": "extensions/v1beta1", "metadata": {"name": "x"}})
}

test_passed_when_served if {
	outdated_api.finding.evaluation == "passed" with input as fixture.object_of("Ingress", {"apiVersion": "networking.k8s.io/v1", "metadata": {"name": "x"}})
}

test_passed_by_default_before_the_removal if {
	outdated_api.finding.evaluation == "passed"
		with input as fixture.object_of("CronJob", {"apiVersion": "batch/v1beta1", "metadata": {"name": "x"}})
		with data.kubernetes_version as "1.24"
}

test_not_applicable_without_a_version if {
	not outdated_api.finding with input as fixture.service
}
