package rules.kubelet.iptables_util_chains_test

import data.lib.fixture
import data.rules.kubelet.iptables_util_chains

test_passed_when_set_well if {
	iptables_util_chains.finding.evaluation == "passed" with input as fixture.node("kubelet", {"makeIPTablesUtilChains": true})
}

test_failed_when_set_badly if {
	iptables_util_chains.finding.evaluation == "failed" with input as fixture.node("kubelet", {"makeIPTablesUtilChains": false})
}

test_passed_by_default if {
	iptables_util_chains.finding.evaluation == "passed"
		with input as fixture.with_settings("kubelet", {"makeIPTablesUtilChains": {"value": true, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not iptables_util_chains.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	iptables_util_chains.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	iptables_util_chains.finding.evaluation == "unknown"
		with input as fixture.with_component("kubelet", {"documents": {"config": {"path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}}})
}
