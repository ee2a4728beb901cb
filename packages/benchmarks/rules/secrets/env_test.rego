package rules.secrets.env_test

import data.lib.fixture
import data.rules.secrets.env

test_passed_when_set_well if {
	env.finding.evaluation == "passed" with input as fixture.container({"env": [{"name": "A", "value": "b"}]})
}

test_failed_when_set_badly if {
	env.finding.evaluation == "failed"
		with input as fixture.container({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]})
}

test_failed_when_an_init_container_is_bad if {
	env.finding.evaluation == "failed"
		with input as fixture.init_container({"env": [{"name": "A", "value": "b"}]}, {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	env.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"env": [{"name": "A", "value": "b"}]}, {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]})
}

test_failed_in_a_deployment if {
	env.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]})
}

test_failed_in_a_cron_job if {
	env.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]})
}

test_passed_by_default if {
	env.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_with_a_whole_secret if {
	env.finding.evaluation == "failed" with input as fixture.container({"envFrom": [{"secretRef": {"name": "s"}}]})
}

test_not_applicable_to_other_kinds if {
	not env.finding with input as fixture.service
}
