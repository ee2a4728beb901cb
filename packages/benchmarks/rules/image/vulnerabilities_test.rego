package rules.image.vulnerabilities_test

import data.lib.fixture
import data.rules.image.vulnerabilities

report(kind, name, critical, high) := {"metadata": {"name": sprintf("%s-%s-app", [kind, name]), "labels": {"trivy-operator.resource.kind": kind, "trivy-operator.resource.name": name, "trivy-operator.container.name": "app"}}, "report": {"summary": {"criticalCount": critical, "highCount": high}}}

seen(reports) := fixture.inventory({}, {"VulnerabilityReport": reports})

test_passed_without_weaknesses if {
	vulnerabilities.finding.evaluation == "passed" with input as object.union(fixture.deployment({"containers": [fixture.plain]}), {"name": "web"}) with data.inventory as seen([report("ReplicaSet", "web-5d4f", 0, 0)])
}

test_failed_with_a_critical_one if {
	vulnerabilities.finding.evaluation == "failed" with input as fixture.container({}) with data.inventory as seen([report("Pod", "web", 1, 0)])
}

test_failed_with_a_high_one if {
	vulnerabilities.finding.evaluation == "failed" with input as fixture.container({}) with data.inventory as seen([report("Pod", "web", 0, 3)])
}

test_passed_when_so_many_are_accepted if {
	vulnerabilities.finding.evaluation == "passed" with input as fixture.container({}) with data.inventory as seen([report("Pod", "web", 0, 3)])
		with data.parameters as {"image-vulnerabilities": {"critical_max": 0, "high_max": -1}}
}

test_unknown_by_default if {
	vulnerabilities.finding.evaluation == "unknown" with input as fixture.container({})
}

test_unknown_with_the_report_of_another if {
	vulnerabilities.finding.evaluation == "unknown" with input as fixture.container({}) with data.inventory as seen([report("Pod", "other", 0, 0)])
}

test_not_applicable_to_other_kinds if {
	not vulnerabilities.finding with input as fixture.service
}
