package rules.cloud.gke_security_command_center_test

import data.lib.fixture
import data.rules.cloud.gke_security_command_center

test_manual_on_the_cluster if {
	gke_security_command_center.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not gke_security_command_center.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
