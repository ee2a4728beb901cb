package rules.pod.hostpath_test

import data.lib.fixture
import data.rules.pod.hostpath

test_passed_when_the_pod_is_well if {
	hostpath.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "emptyDir": {}}]})
}

test_failed_when_the_pod_is_bad if {
	hostpath.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	hostpath.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}]})
}

test_passed_by_default if {
	hostpath.finding.evaluation == "passed" with input as fixture.container({})
}

test_passed_when_null if {
	hostpath.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": null, "emptyDir": {}}]})
}

test_not_applicable_to_other_kinds if {
	not hostpath.finding with input as fixture.service
}
