package rules.apiserver.anonymous_auth_test

import data.lib.fixture
import data.rules.apiserver.anonymous_auth

test_passed_when_off if {
	anonymous_auth.finding.evaluation == "passed" with input as fixture.node("apiserver", {"anonymous-auth": false})
}

test_failed_when_on if {
	anonymous_auth.finding.evaluation == "failed" with input as fixture.node("apiserver", {"anonymous-auth": true})
}

test_failed_by_default if {
	anonymous_auth.finding.evaluation == "failed" with input as fixture.with_settings("apiserver", {"anonymous-auth": {"value": true, "source": "default"}})
}

test_passed_when_file_allows_health_only if {
	anonymous_auth.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"documents": {"authentication-config": {"path": "/etc/auth.yaml", "content": {"anonymous": {"enabled": true, "conditions": [{"path": "/livez"}]}}}}})
}

test_passed_when_file_turns_it_off if {
	anonymous_auth.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"documents": {"authentication-config": {"path": "/etc/auth.yaml", "content": {"anonymous": {"enabled": false}}}}})
}

test_failed_when_file_allows_more if {
	anonymous_auth.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"documents": {"authentication-config": {"path": "/etc/auth.yaml", "content": {"anonymous": {"enabled": true, "conditions": [{"path": "/api"}]}}}}})
}

test_failed_when_file_has_no_conditions if {
	anonymous_auth.finding.evaluation == "failed"
		with input as fixture.with_component("apiserver", {"documents": {"authentication-config": {"path": "/etc/auth.yaml", "content": {"anonymous": {"enabled": true}}}}})
}

test_flag_decides_when_file_says_nothing if {
	anonymous_auth.finding.evaluation == "passed"
		with input as fixture.with_component("apiserver", {"settings": {"anonymous-auth": {"value": false, "source": "flag"}}, "documents": {"authentication-config": {"path": "/etc/auth.yaml", "content": {"jwt": []}}}})
}

test_unknown_when_file_was_not_read if {
	anonymous_auth.finding.evaluation == "unknown"
		with input as fixture.with_component("apiserver", {"documents": {"authentication-config": {"path": "/etc/auth.yaml", "gap": "permission denied"}}})
}

test_unknown_when_value_is_garbage if {
	anonymous_auth.finding.evaluation == "unknown" with input as fixture.node("apiserver", {"anonymous-auth": "maybe"})
}

test_not_applicable_where_it_does_not_run if {
	not anonymous_auth.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	anonymous_auth.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
