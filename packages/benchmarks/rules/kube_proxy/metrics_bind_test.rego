package rules.kube_proxy.metrics_bind_test

import data.lib.fixture
import data.rules.kube_proxy.metrics_bind

test_passed_when_set_well if {
	metrics_bind.finding.evaluation == "passed" with input as fixture.node("proxy", {"metricsBindAddress": "127.0.0.1:10249"})
}

test_failed_when_set_badly if {
	metrics_bind.finding.evaluation == "failed" with input as fixture.node("proxy", {"metricsBindAddress": "0.0.0.0:10249"})
}

test_passed_by_default if {
	metrics_bind.finding.evaluation == "passed"
		with input as fixture.with_settings("proxy", {"metricsBindAddress": {"value": "127.0.0.1:10249", "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not metrics_bind.finding with input as fixture.with_component("proxy", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	metrics_bind.finding.evaluation == "unknown" with input as fixture.with_component("proxy", {"state": "unknown", "reason": "no /proc"})
}

test_passed_when_unset if {
	metrics_bind.finding.evaluation == "passed" with input as fixture.node("proxy", {})
}

test_failed_when_port_alone if {
	metrics_bind.finding.evaluation == "failed" with input as fixture.node("proxy", {"metricsBindAddress": ":10249"})
}

test_passed_with_the_loopback_of_ipv6 if {
	metrics_bind.finding.evaluation == "passed" with input as fixture.node("proxy", {"metricsBindAddress": "[::1]:10249"})
}

test_unknown_when_the_configuration_file_was_not_read if {
	metrics_bind.finding.evaluation == "unknown"
		with input as fixture.with_component("proxy", {"documents": {"config": {"path": "/kp.conf", "gap": "not found"}}})
}
