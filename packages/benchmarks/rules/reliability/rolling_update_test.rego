package rules.reliability.rolling_update_test

import data.lib.fixture
import data.rules.reliability.rolling_update

test_passed_when_rolling if {
	rolling_update.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}, "strategy": {"type": "RollingUpdate"}}})
}

test_failed_when_recreated if {
	rolling_update.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}, "strategy": {"type": "Recreate"}}})
}

test_passed_by_default if {
	rolling_update.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}}})
}

test_not_applicable_to_other_kinds if {
	not rolling_update.finding with input as fixture.service
}
