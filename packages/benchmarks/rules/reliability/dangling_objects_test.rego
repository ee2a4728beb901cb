package rules.reliability.dangling_objects_test

import data.lib.fixture
import data.rules.reliability.dangling_objects

test_passed_when_found if {
	dangling_objects.finding.evaluation == "passed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "web"}}})
		with data.pod_labels as {"shop": [{"app": "db"}, {"app": "web"}]}
}

test_failed_when_not if {
	dangling_objects.finding.evaluation == "failed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "gone"}}})
		with data.pod_labels as {"shop": [{"app": "db"}, {"app": "web"}]}
}

test_failed_by_default_with_nothing_there if {
	dangling_objects.finding.evaluation == "failed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "web"}}})
}

test_failed_when_a_policy_selects_nothing if {
	dangling_objects.finding.evaluation == "failed"
		with input as fixture.object_of("NetworkPolicy", {"metadata": {"name": "p", "namespace": "shop"}, "spec": {"podSelector": {"matchLabels": {"app": "gone"}}}})
		with data.pod_labels as {"shop": [{"app": "db"}, {"app": "web"}]}
}

test_not_applicable_without_a_selector if {
	not dangling_objects.finding with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "ClusterIP"}})
}
