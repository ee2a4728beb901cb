package rules.openshift.audit_forwarded_test

import data.lib.fixture
import data.rules.openshift.audit_forwarded

forwarder(inputs) := {"metadata": {"name": "audit"}, "spec": {"pipelines": [{"inputRefs": inputs, "outputRefs": ["archive"]}]}}

test_passed_with_a_pipeline if {
	audit_forwarded.finding.evaluation == "passed" with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({}, {"ClusterLogForwarder": [forwarder(["application", "audit"])]})
}

test_manual_without_audit if {
	audit_forwarded.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({}, {"ClusterLogForwarder": [forwarder(["application"])]})
}

test_manual_by_default if {
	audit_forwarded.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["openshift"]
}

test_not_applicable_elsewhere if {
	not audit_forwarded.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
