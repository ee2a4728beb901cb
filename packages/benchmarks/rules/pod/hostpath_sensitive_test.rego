package rules.pod.hostpath_sensitive_test

import data.lib.fixture
import data.rules.pod.hostpath_sensitive

test_passed_when_the_pod_is_well if {
	hostpath_sensitive.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log/app"}}, {"name": "b", "hostPath": {"path": "/etcetera"}}]})
}

test_failed_when_the_pod_is_bad if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/etc/kubernetes"}}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "volumes": [{"name": "a", "hostPath": {"path": "/etc/kubernetes"}}]})
}

test_passed_by_default if {
	hostpath_sensitive.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_the_root if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "/"}}]})
}

test_failed_with_a_directory_above if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "/var/lib/"}}]})
}

test_failed_with_doubled_slashes if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "//etc/"}}]})
}

test_failed_with_dots if {
	hostpath_sensitive.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [fixture.plain], "volumes": [{"name": "a", "hostPath": {"path": "/./etc"}}]})
}

test_not_applicable_to_other_kinds if {
	not hostpath_sensitive.finding with input as fixture.service
}
