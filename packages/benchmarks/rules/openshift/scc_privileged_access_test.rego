package rules.openshift.scc_privileged_access_test

import data.lib.fixture
import data.rules.openshift.scc_privileged_access

constraint(fields) := object.union({"metadata": {"name": "privileged"}, "allowPrivilegedContainer": true, "users": [], "groups": ["system:cluster-admins"]}, fields)

role := {"metadata": {"name": "runner"}, "rules": [{"verbs": ["use"], "apiGroups": ["security.openshift.io"], "resources": ["securitycontextconstraints"], "resourceNames": ["privileged"]}]}

test_manual_with_who_may_use_it if {
	result := scc_privileged_access.finding with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({"SecurityContextConstraints": [constraint({})], "ClusterRole": [role]}, {})
	result.evaluation == "manual"
	result.evidence[0].actual.roles == ["runner"]
}

test_failed_when_everybody_may if {
	scc_privileged_access.finding.evaluation == "failed" with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({"SecurityContextConstraints": [constraint({"groups": ["system:authenticated"]})]}, {})
}

test_manual_by_default if {
	scc_privileged_access.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["openshift"]
}

test_not_applicable_elsewhere if {
	not scc_privileged_access.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
