package rules.ingress.tls_test

import data.lib.fixture
import data.rules.ingress.tls

test_passed_with_tls if {
	tls.finding.evaluation == "passed"
		with input as fixture.object_of("Ingress", {"metadata": {"name": "x"}, "spec": {"tls": [{"secretName": "s"}]}})
}

test_failed_by_default if {
	tls.finding.evaluation == "failed" with input as fixture.object_of("Ingress", {"metadata": {"name": "x"}, "spec": {}})
}

test_failed_when_empty if {
	tls.finding.evaluation == "failed" with input as fixture.object_of("Ingress", {"metadata": {"name": "x"}, "spec": {"tls": []}})
}

test_not_applicable_to_other_kinds if {
	not tls.finding with input as fixture.service
}
