package rules.inventory.cronjobs_test

import data.lib.fixture
import data.rules.inventory.cronjobs

test_manual_for_each if {
	cronjobs.finding.evaluation == "manual" with input as fixture.cron_job({"containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not cronjobs.finding with input as fixture.service
}
