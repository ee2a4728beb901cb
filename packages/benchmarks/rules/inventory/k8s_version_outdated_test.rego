package rules.inventory.k8s_version_outdated_test

import data.lib.fixture
import data.rules.inventory.k8s_version_outdated

test_passed_when_new if {
	k8s_version_outdated.finding.evaluation == "passed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"nodeInfo": {"kubeletVersion": "v1.35.4"}}})
}

test_failed_when_old if {
	k8s_version_outdated.finding.evaluation == "failed"
		with input as fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"nodeInfo": {"kubeletVersion": "v1.24.1-eks"}}})
}

test_unknown_by_default if {
	k8s_version_outdated.finding.evaluation == "unknown" with input as fixture.object_of("Node", {"metadata": {"name": "n"}})
}

test_not_applicable_to_other_kinds if {
	not k8s_version_outdated.finding with input as fixture.service
}
