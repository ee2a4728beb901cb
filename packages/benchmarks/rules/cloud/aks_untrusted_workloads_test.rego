package rules.cloud.aks_untrusted_workloads_test

import data.lib.fixture
import data.rules.cloud.aks_untrusted_workloads

test_manual_on_the_cluster if {
	aks_untrusted_workloads.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not aks_untrusted_workloads.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
