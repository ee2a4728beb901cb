package rules.pod.host_ipc_test

import data.lib.fixture
import data.rules.pod.host_ipc

test_passed_when_the_pod_is_well if {
	host_ipc.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostIPC": false})
}

test_failed_when_the_pod_is_bad if {
	host_ipc.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostIPC": true})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	host_ipc.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "hostIPC": true})
}

test_passed_by_default if {
	host_ipc.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not host_ipc.finding with input as fixture.service
}
