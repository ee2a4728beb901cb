package rules.kcm.use_sa_credentials_test

import data.lib.fixture
import data.rules.kcm.use_sa_credentials

test_passed_when_set_well if {
	use_sa_credentials.finding.evaluation == "passed" with input as fixture.node("controller_manager", {"use-service-account-credentials": true})
}

test_failed_when_set_badly if {
	use_sa_credentials.finding.evaluation == "failed" with input as fixture.node("controller_manager", {"use-service-account-credentials": false})
}

test_failed_by_default if {
	use_sa_credentials.finding.evaluation == "failed"
		with input as fixture.with_settings("controller_manager", {"use-service-account-credentials": {"value": false, "source": "default"}})
}

test_not_applicable_where_it_does_not_run if {
	not use_sa_credentials.finding with input as fixture.with_component("controller_manager", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	use_sa_credentials.finding.evaluation == "unknown" with input as fixture.with_component("controller_manager", {"state": "unknown", "reason": "no /proc"})
}

test_failed_when_unset if {
	use_sa_credentials.finding.evaluation == "failed" with input as fixture.node("controller_manager", {})
}
