package rules.openshift.kcm_healthz_rbac_test

import data.lib.fixture
import data.rules.openshift.kcm_healthz_rbac

role(urls) := {"kind": "ClusterRole", "metadata": {"name": "reader"}, "rules": [{"verbs": ["get"], "nonResourceURLs": urls}]}

binding(subject) := {"kind": "ClusterRoleBinding", "metadata": {"name": "readers"}, "roleRef": {"kind": "ClusterRole", "name": "reader"}, "subjects": [subject]}

test_manual_with_the_roles if {
	result := kcm_healthz_rbac.finding with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({"ClusterRole": [role(["/debug/pprof"])], "ClusterRoleBinding": [binding({"kind": "User", "name": "amy"})]}, {})
	result.evaluation == "manual"
	result.evidence[0].path == "ClusterRole/reader"
}

test_failed_for_callers_without_credentials if {
	kcm_healthz_rbac.finding.evaluation == "failed" with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({"ClusterRole": [role(["*"])], "ClusterRoleBinding": [binding({"kind": "Group", "name": "system:unauthenticated"})]}, {})
}

test_manual_by_default if {
	kcm_healthz_rbac.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["openshift"]
}

test_not_applicable_elsewhere if {
	not kcm_healthz_rbac.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
