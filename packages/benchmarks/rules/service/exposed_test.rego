package rules.service.exposed_test

import data.lib.fixture
import data.rules.service.exposed

test_manual_with_a_load_balancer if {
	exposed.finding.evaluation == "manual"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "LoadBalancer"}})
}

test_manual_with_an_ingress if {
	exposed.finding.evaluation == "manual" with input as fixture.object_of("Ingress", {"metadata": {"name": "x"}, "spec": {}})
}

test_not_applicable_inside if {
	not exposed.finding with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "ClusterIP"}})
}
