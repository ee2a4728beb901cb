package rules.image.deprecated_registry_test

import data.lib.fixture
import data.rules.image.deprecated_registry

test_passed_when_set_well if {
	deprecated_registry.finding.evaluation == "passed" with input as fixture.container({"image": "registry.k8s.io/pause:3.10"})
}

test_failed_when_set_badly if {
	deprecated_registry.finding.evaluation == "failed" with input as fixture.container({"image": "k8s.gcr.io/pause:3.1"})
}

test_failed_when_an_init_container_is_bad if {
	deprecated_registry.finding.evaluation == "failed"
		with input as fixture.init_container({"image": "registry.k8s.io/pause:3.10"}, {"image": "k8s.gcr.io/pause:3.1"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	deprecated_registry.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"image": "registry.k8s.io/pause:3.10"}, {"image": "k8s.gcr.io/pause:3.1"})
}

test_failed_in_a_deployment if {
	deprecated_registry.finding.evaluation == "failed" with input as fixture.deployment({"containers": [{"name": "app", "image": "k8s.gcr.io/pause:3.1"}]})
}

test_failed_in_a_cron_job if {
	deprecated_registry.finding.evaluation == "failed" with input as fixture.cron_job({"containers": [{"name": "app", "image": "k8s.gcr.io/pause:3.1"}]})
}

test_passed_by_default if {
	deprecated_registry.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not deprecated_registry.finding with input as fixture.service
}
