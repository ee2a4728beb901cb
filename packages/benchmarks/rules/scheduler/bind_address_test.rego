package rules.scheduler.bind_address_test

import data.lib.fixture
import data.rules.scheduler.bind_address

test_passed_when_set_well if {
	bind_address.finding.evaluation == "passed" with input as fixture.node("scheduler", {"bind-address": "127.0.0.1"})
}

test_failed_when_set_badly if {
	bind_address.finding.evaluation == "failed" with input as fixture.node("scheduler", {"bind-address": "10.0.0.4"})
}

test_failed_by_default if {
	bind_address.finding.evaluation == "failed" with input as fixture.with_settings("scheduler", {"bind-address": {"value": "0.0.0.0", "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not bind_address.finding with input as fixture.with_component("scheduler", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	bind_address.finding.evaluation == "unknown" with input as fixture.with_component("scheduler", {"state": "unknown", "reason": "no /proc"})
}

test_passed_with_the_loopback_of_ipv6 if {
	bind_address.finding.evaluation == "passed" with input as fixture.node("scheduler", {"bind-address": "::1"})
}

test_failed_when_unset if {
	bind_address.finding.evaluation == "failed" with input as fixture.node("scheduler", {})
}

test_failed_when_the_name_only_begins_so if {
	bind_address.finding.evaluation == "failed" with input as fixture.node("scheduler", {"bind-address": "127.0.0.1.example"})
}

test_unknown_when_value_is_garbage if {
	bind_address.finding.evaluation == "unknown" with input as fixture.node("scheduler", {"bind-address": 127})
}
