package rules.reliability.hpa_sanity_test

import data.lib.fixture
import data.rules.reliability.hpa_sanity

test_passed_with_room if {
	hpa_sanity.finding.evaluation == "passed"
		with input as fixture.object_of("HorizontalPodAutoscaler", {"metadata": {"name": "h", "namespace": "shop"}, "spec": {"minReplicas": 1, "maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}}})
		with data.inventory as fixture.inventory({}, {"Deployment": [{"metadata": {"name": "web"}}]})
}

test_failed_without_room if {
	hpa_sanity.finding.evaluation == "failed"
		with input as fixture.object_of("HorizontalPodAutoscaler", {"metadata": {"name": "h", "namespace": "shop"}, "spec": {"minReplicas": 3, "maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}}})
		with data.inventory as fixture.inventory({}, {"Deployment": [{"metadata": {"name": "web"}}]})
}

test_failed_without_a_target if {
	hpa_sanity.finding.evaluation == "failed"
		with input as fixture.object_of("HorizontalPodAutoscaler", {"metadata": {"name": "h", "namespace": "shop"}, "spec": {"maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "gone"}}})
		with data.inventory as fixture.inventory({}, {"Deployment": [{"metadata": {"name": "web"}}]})
}

test_passed_by_default if {
	hpa_sanity.finding.evaluation == "passed"
		with input as fixture.object_of("HorizontalPodAutoscaler", {"metadata": {"name": "h", "namespace": "shop"}, "spec": {"maxReplicas": 3, "scaleTargetRef": {"kind": "Deployment", "name": "web"}}})
		with data.inventory as fixture.inventory({}, {"Deployment": [{"metadata": {"name": "web"}}]})
}

test_not_applicable_to_other_kinds if {
	not hpa_sanity.finding with input as fixture.service
}
