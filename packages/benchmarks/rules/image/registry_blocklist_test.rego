package rules.image.registry_blocklist_test

import data.lib.fixture
import data.rules.image.registry_blocklist

test_failed_when_blocked if {
	registry_blocklist.finding.evaluation == "failed"
		with input as fixture.container({})
		with data.parameters as {"image-registry-blocklist": {"registries": ["registry.example"]}}
}

test_passed_when_not if {
	registry_blocklist.finding.evaluation == "passed"
		with input as fixture.container({"image": "nginx:1"})
		with data.parameters as {"image-registry-blocklist": {"registries": ["registry.example"]}}
}

test_not_applicable_without_a_list if {
	not registry_blocklist.finding with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not registry_blocklist.finding with input as fixture.service
}
