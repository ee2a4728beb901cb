package rules.cni.network_policy_support_test

import data.lib.fixture
import data.rules.cni.network_policy_support

test_passed_with_cilium if {
	network_policy_support.finding.evaluation == "passed"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"DaemonSet": [{"metadata": {"name": "cilium"}}]})
}

test_failed_with_flannel if {
	network_policy_support.finding.evaluation == "failed"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"DaemonSet": [{"metadata": {"name": "kube-flannel-ds"}}]})
}

test_passed_with_flannel_and_calico if {
	network_policy_support.finding.evaluation == "passed"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"DaemonSet": [{"metadata": {"name": "kube-flannel-ds"}}, {"metadata": {"name": "calico-node"}}]})
}

test_manual_by_default if {
	network_policy_support.finding.evaluation == "manual" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not network_policy_support.finding with input as fixture.service
}
