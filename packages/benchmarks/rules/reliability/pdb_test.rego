package rules.reliability.pdb_test

import data.lib.fixture
import data.rules.reliability.pdb

test_passed_with_one if {
	pdb.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}}})
		with data.inventory as fixture.inventory({}, {"PodDisruptionBudget": [{"metadata": {"name": "p"}, "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}}}]})
}

test_failed_when_it_blocks if {
	pdb.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}}})
		with data.inventory as fixture.inventory({}, {"PodDisruptionBudget": [{"metadata": {"name": "p"}, "spec": {"maxUnavailable": 0, "selector": {"matchLabels": {"app": "web"}}}}]})
}

test_failed_by_default if {
	pdb.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}}})
}

test_not_applicable_to_other_kinds if {
	not pdb.finding with input as fixture.service
}
