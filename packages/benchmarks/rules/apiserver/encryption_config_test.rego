package rules.apiserver.encryption_config_test

import data.lib.fixture
import data.rules.apiserver.encryption_config

test_passed_when_set_well if {
	encryption_config.finding.evaluation == "passed" with input as fixture.node("apiserver", {"encryption-provider-config": "/e.yaml"})
}

test_failed_when_set_badly if {
	encryption_config.finding.evaluation == "failed" with input as fixture.node("apiserver", {"encryption-provider-config": ""})
}

test_failed_by_default if {
	encryption_config.finding.evaluation == "failed" with input as fixture.node("apiserver", {})
}

test_not_applicable_where_it_does_not_run if {
	not encryption_config.finding with input as fixture.with_component("apiserver", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	encryption_config.finding.evaluation == "unknown" with input as fixture.with_component("apiserver", {"state": "unknown", "reason": "no /proc"})
}
