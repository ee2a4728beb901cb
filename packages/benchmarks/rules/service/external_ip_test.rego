package rules.service.external_ip_test

import data.lib.fixture
import data.rules.service.external_ip

test_passed_by_default if {
	external_ip.finding.evaluation == "passed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "ClusterIP"}})
}

test_passed_when_empty if {
	external_ip.finding.evaluation == "passed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"externalIPs": []}})
}

test_failed_with_an_address if {
	external_ip.finding.evaluation == "failed"
		with input as fixture.object_of("Service", {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"externalIPs": ["1.2.3.4"]}})
}

test_not_applicable_to_other_kinds if {
	not external_ip.finding with input as fixture.container({})
}
