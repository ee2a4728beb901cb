package rules.pod.restricted_volumes_test

import data.lib.fixture
import data.rules.pod.restricted_volumes

test_passed_when_the_pod_is_well if {
	restricted_volumes.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "secret": {"secretName": "x"}}]})
}

test_failed_when_the_pod_is_bad if {
	restricted_volumes.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "nfs": {"server": "x", "path": "/"}}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	restricted_volumes.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "nfs": {"server": "x", "path": "/"}}]})
}

test_passed_by_default if {
	restricted_volumes.finding.evaluation == "passed" with input as fixture.container({})
}

test_passed_when_a_volume_names_no_kind if {
	restricted_volumes.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a"}, {"name": "b", "hostPath": null}]})
}

test_failed_when_a_volume_is_of_an_unknown_kind if {
	restricted_volumes.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "another": {}}]})
}

test_not_applicable_to_other_kinds if {
	not restricted_volumes.finding with input as fixture.service
}
