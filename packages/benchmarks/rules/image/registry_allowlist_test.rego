package rules.image.registry_allowlist_test

import data.lib.fixture
import data.rules.image.registry_allowlist

test_passed_when_allowed if {
	registry_allowlist.finding.evaluation == "passed"
		with input as fixture.container({})
		with data.parameters as {"image-registry-allowlist": {"registries": ["registry.example"]}}
}

test_failed_when_not if {
	registry_allowlist.finding.evaluation == "failed"
		with input as fixture.container({"image": "nginx:1"})
		with data.parameters as {"image-registry-allowlist": {"registries": ["registry.example"]}}
}

test_failed_when_the_host_only_begins_so if {
	registry_allowlist.finding.evaluation == "failed"
		with input as fixture.container({"image": "registry.example.evil/app:1"})
		with data.parameters as {"image-registry-allowlist": {"registries": ["registry.example"]}}
}

test_passed_when_a_short_name_is_allowed if {
	registry_allowlist.finding.evaluation == "passed"
		with input as fixture.container({"image": "openpolicyagent/opa:1"})
		with data.parameters as {"image-registry-allowlist": {"registries": ["openpolicyagent/"]}}
}

test_passed_when_the_image_itself_is_allowed if {
	registry_allowlist.finding.evaluation == "passed"
		with input as fixture.container({"image": "nginx:1"})
		with data.parameters as {"image-registry-allowlist": {"registries": ["docker.io/library/nginx"]}}
}

test_not_applicable_without_a_list if {
	not registry_allowlist.finding with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not registry_allowlist.finding with input as fixture.service
}
