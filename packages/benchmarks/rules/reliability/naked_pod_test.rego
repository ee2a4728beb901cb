package rules.reliability.naked_pod_test

import data.lib.fixture
import data.rules.reliability.naked_pod

test_passed_when_owned if {
	naked_pod.finding.evaluation == "passed"
		with input as fixture.object_of("Pod", {"metadata": {"name": "x", "ownerReferences": [{"kind": "ReplicaSet", "name": "r"}]}, "spec": {"containers": [fixture.plain]}})
}

test_failed_by_default if {
	naked_pod.finding.evaluation == "failed" with input as fixture.container({})
}

test_not_applicable_to_static_pods if {
	not naked_pod.finding with input as fixture.object_of("Pod", {"metadata": {"name": "x", "annotations": {"kubernetes.io/config.mirror": "abc"}}})
}

test_not_applicable_to_other_kinds if {
	not naked_pod.finding with input as fixture.service
}
