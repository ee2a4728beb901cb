package rules.reliability.topology_spread_test

import data.lib.fixture
import data.rules.reliability.topology_spread

test_passed_when_the_pod_is_well if {
	topology_spread.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "topologySpreadConstraints": [{"maxSkew": 1}]})
}

test_failed_when_the_pod_is_bad if {
	topology_spread.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "topologySpreadConstraints": []})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	topology_spread.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "topologySpreadConstraints": []})
}

test_failed_by_default if {
	topology_spread.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not topology_spread.finding with input as fixture.service
}
