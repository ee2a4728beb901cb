package rules.cloud.node_firewall_test

import data.lib.fixture
import data.rules.cloud.node_firewall

test_manual_on_the_cluster if {
	node_firewall.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["gke"]
}

test_not_applicable_on_other_platforms if {
	not node_firewall.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
