package rules.pod.hostpath_writable_test

import data.lib.fixture
import data.rules.pod.hostpath_writable

test_passed_when_the_pod_is_well if {
	hostpath_writable.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "x", "volumeMounts": [{"name": "a", "mountPath": "/l", "readOnly": true}]}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}]})
}

test_failed_when_the_pod_is_bad if {
	hostpath_writable.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "x", "volumeMounts": [{"name": "a", "mountPath": "/l"}]}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}]})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	hostpath_writable.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "x", "volumeMounts": [{"name": "a", "mountPath": "/l"}]}], "volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}]})
}

test_passed_by_default if {
	hostpath_writable.finding.evaluation == "passed" with input as fixture.container({})
}

test_not_applicable_to_other_kinds if {
	not hostpath_writable.finding with input as fixture.service
}
