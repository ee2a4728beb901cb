package rules.service.unauthenticated_test

import data.lib.fixture
import data.rules.service.unauthenticated

test_manual_when_open if {
	unauthenticated.finding.evaluation == "manual"
		with input as fixture.object_of("Service", {"metadata": {"name": "kibana", "namespace": "shop"}, "spec": {"type": "NodePort"}})
}

test_not_applicable_when_closed if {
	not unauthenticated.finding with input as fixture.object_of("Service", {"metadata": {"name": "kibana"}, "spec": {"type": "ClusterIP"}})
}

test_not_applicable_to_others if {
	not unauthenticated.finding with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "NodePort"}})
}
