package rules.pod.host_probes_test

import data.lib.fixture
import data.rules.pod.host_probes

test_passed_when_set_well if {
	host_probes.finding.evaluation == "passed" with input as fixture.container({"livenessProbe": {"httpGet": {"path": "/", "port": 80}}})
}

test_failed_when_set_badly if {
	host_probes.finding.evaluation == "failed" with input as fixture.container({"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}})
}

test_failed_when_an_init_container_is_bad if {
	host_probes.finding.evaluation == "failed"
		with input as fixture.init_container({"livenessProbe": {"httpGet": {"path": "/", "port": 80}}}, {"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}})
}

test_failed_when_an_ephemeral_container_is_bad if {
	host_probes.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"livenessProbe": {"httpGet": {"path": "/", "port": 80}}}, {"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}})
}

test_failed_in_a_deployment if {
	host_probes.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}}]})
}

test_failed_in_a_cron_job if {
	host_probes.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}}]})
}

test_passed_by_default if {
	host_probes.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_a_hook if {
	host_probes.finding.evaluation == "failed" with input as fixture.container({"lifecycle": {"preStop": {"tcpSocket": {"host": "x", "port": 1}}}})
}

test_not_applicable_before_1_34 if {
	not host_probes.finding with input as fixture.container({"livenessProbe": {"httpGet": {"host": "10.0.0.1", "port": 80}}}) with data.kubernetes_version as "1.33"
}

test_not_applicable_to_other_kinds if {
	not host_probes.finding with input as fixture.service
}
