package rules.kubelet.hostname_override_test

import data.lib.fixture
import data.rules.kubelet.hostname_override

test_passed_when_set_well if {
	hostname_override.finding.evaluation == "passed" with input as fixture.node("kubelet", {})
}

test_failed_when_set_badly if {
	hostname_override.finding.evaluation == "failed" with input as fixture.node("kubelet", {"hostname-override": "node7"})
}

test_passed_by_default if {
	hostname_override.finding.evaluation == "passed" with input as fixture.node("kubelet", {})
}

test_not_applicable_where_it_does_not_run if {
	not hostname_override.finding with input as fixture.with_component("kubelet", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	hostname_override.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"})
}
