package rules.network.host_aliases_test

import data.lib.fixture
import data.rules.network.host_aliases

test_passed_when_the_pod_is_well if {
	host_aliases.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostAliases": []})
}

test_failed_when_the_pod_is_bad if {
	host_aliases.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostAliases": [{"ip": "127.0.0.1", "hostnames": ["a"]}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	host_aliases.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostAliases": [{"ip": "127.0.0.1", "hostnames": ["a"]}]})
}

test_passed_by_default if {
	host_aliases.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not host_aliases.finding with input as fixture.service
}
