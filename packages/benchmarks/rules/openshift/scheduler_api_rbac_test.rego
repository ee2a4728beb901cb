package rules.openshift.scheduler_api_rbac_test

import data.lib.fixture
import data.rules.openshift.scheduler_api_rbac

test_manual_with_the_services if {
	result := scheduler_api_rbac.finding with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as {"cluster": {}, "namespace": {"openshift-kube-scheduler": {"v1": {"Service": {"scheduler": {"metadata": {"name": "scheduler"}, "spec": {"ports": [{"port": 443}]}}}}}}}
	result.evaluation == "manual"
	result.evidence[0].actual == [443]
}

test_not_applicable_elsewhere if {
	not scheduler_api_rbac.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
