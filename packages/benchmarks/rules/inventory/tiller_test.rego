package rules.inventory.tiller_test

import data.lib.fixture
import data.rules.inventory.tiller

test_passed_when_set_well if {
	tiller.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_when_set_badly if {
	tiller.finding.evaluation == "failed" with input as fixture.container({"image": "gcr.io/kubernetes-helm/tiller:v2.16"})
}

test_failed_when_an_init_container_is_bad if {
	tiller.finding.evaluation == "failed" with input as fixture.init_container({}, {"image": "gcr.io/kubernetes-helm/tiller:v2.16"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	tiller.finding.evaluation == "failed" with input as fixture.ephemeral_container({}, {"image": "gcr.io/kubernetes-helm/tiller:v2.16"})
}

test_failed_in_a_deployment if {
	tiller.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "gcr.io/kubernetes-helm/tiller:v2.16"}]})
}

test_failed_in_a_cron_job if {
	tiller.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "gcr.io/kubernetes-helm/tiller:v2.16"}]})
}

test_passed_by_default if {
	tiller.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not tiller.finding with input as fixture.service
}
