package rules.pod.sysctls_test

import data.lib.fixture
import data.rules.pod.sysctls

test_passed_when_the_pod_is_well if {
	sysctls.finding.evaluation == "passed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "securityContext": {"sysctls": [{"name": "net.ipv4.tcp_rmem", "value": "1"}]}})
}

test_failed_when_the_pod_is_bad if {
	sysctls.finding.evaluation == "failed"
		with input as fixture.pod({"containers": [{"name": "app", "image": "registry.example/app:1"}], "securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}})
}

test_failed_when_the_pod_of_a_deployment_is_bad if {
	sysctls.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1"}], "securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}})
}

test_passed_by_default if {
	sysctls.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_a_newer_setting_before_its_version if {
	sysctls.finding.evaluation == "failed"
		with input as fixture.pod({"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_rmem"}]}, "containers": [fixture.plain]})
		with data.kubernetes_version as "1.31"
}

test_not_applicable_to_other_kinds if {
	not sysctls.finding with input as fixture.service
}
