package rules.pod.runtime_socket_test

import data.lib.fixture
import data.rules.pod.runtime_socket

test_passed_when_the_pod_is_well if {
	runtime_socket.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/run/app"}}]})
}

test_failed_when_the_pod_is_bad if {
	runtime_socket.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/var/run/docker.sock"}}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	runtime_socket.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/var/run/docker.sock"}}]})
}

test_passed_by_default if {
	runtime_socket.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_the_directory_above if {
	runtime_socket.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "/var/run/"}}]})
}

test_failed_with_the_root if {
	runtime_socket.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "/"}}]})
}

test_not_applicable_to_other_kinds if {
	not runtime_socket.finding with input as fixture.service
}
