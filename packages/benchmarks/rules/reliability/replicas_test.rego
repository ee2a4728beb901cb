package rules.reliability.replicas_test

import data.lib.fixture
import data.rules.reliability.replicas

test_passed_with_two if {
	replicas.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}, "replicas": 2}})
}

test_failed_with_one if {
	replicas.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}, "replicas": 1}})
}

test_failed_by_default if {
	replicas.finding.evaluation == "failed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}}})
}

test_passed_when_scaled if {
	replicas.finding.evaluation == "passed"
		with input as fixture.object_of("Deployment", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a"}]}}, "selector": {"matchLabels": {"app": "web"}}, "replicas": 1}})
		with data.inventory as fixture.inventory({}, {"HorizontalPodAutoscaler": [{"metadata": {"name": "h"}, "spec": {"minReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}}}]})
}

test_not_applicable_to_other_kinds if {
	not replicas.finding with input as fixture.service
}
