package rules.cloud.gke_sandbox_test

import data.lib.fixture
import data.rules.cloud.gke_sandbox

test_manual_on_the_cluster if {
	gke_sandbox.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_sandbox.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
