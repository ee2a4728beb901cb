package rules.secrets.credentials_in_env_test

import data.lib.fixture
import data.rules.secrets.credentials_in_env

test_passed_when_set_well if {
	credentials_in_env.finding.evaluation == "passed"
		with input as fixture.container({"env": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "TOKEN_FILE", "value": "/var/token"}]})
}

test_failed_when_set_badly if {
	credentials_in_env.finding.evaluation == "failed" with input as fixture.container({"env": [{"name": "DB_PASSWORD", "value": "hunter2"}]})
}

test_failed_when_an_init_container_is_bad if {
	credentials_in_env.finding.evaluation == "failed"
		with input as fixture.init_container({"env": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "TOKEN_FILE", "value": "/var/token"}]}, {"env": [{"name": "DB_PASSWORD", "value": "hunter2"}]})
}

test_failed_when_an_ephemeral_container_is_bad if {
	credentials_in_env.finding.evaluation == "failed"
		with input as fixture.ephemeral_container({"env": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "TOKEN_FILE", "value": "/var/token"}]}, {"env": [{"name": "DB_PASSWORD", "value": "hunter2"}]})
}

test_failed_in_a_deployment if {
	credentials_in_env.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "registry.example/app:1", "env": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]})
}

test_failed_in_a_cron_job if {
	credentials_in_env.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "registry.example/app:1", "env": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]})
}

test_passed_by_default if {
	credentials_in_env.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_when_the_value_tells if {
	credentials_in_env.finding.evaluation == "failed" with input as fixture.container({"env": [{"name": "X", "value": "AKIAABCDEFGHIJKLMNOP"}]})
}

test_failed_when_the_collector_saw_one if {
	credentials_in_env.finding.evaluation == "failed" with input as fixture.container({"env": [{"name": "X", "value": "[redacted credential]"}]})
}

test_passed_when_the_collector_saw_none if {
	credentials_in_env.finding.evaluation == "passed" with input as fixture.container({"env": [{"name": "X", "value": "[redacted]"}]})
}

test_passed_when_a_reference if {
	credentials_in_env.finding.evaluation == "passed"
		with input as fixture.container({"env": [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]})
}

test_not_applicable_to_other_kinds if {
	not credentials_in_env.finding with input as fixture.service
}
