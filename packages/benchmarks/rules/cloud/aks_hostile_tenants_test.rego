package rules.cloud.aks_hostile_tenants_test

import data.lib.fixture
import data.rules.cloud.aks_hostile_tenants

test_manual_on_the_cluster if {
	aks_hostile_tenants.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["aks"]
}

test_not_applicable_on_other_platforms if {
	not aks_hostile_tenants.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
