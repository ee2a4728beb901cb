package rules.openshift.anonymous_authorized_test

import data.lib.fixture
import data.rules.openshift.anonymous_authorized

binding := {
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "self-access-reviewers"},
	"roleRef": {"kind": "ClusterRole", "name": "self-access-reviewer"},
	"subjects": [{"kind": "Group", "name": "system:unauthenticated"}],
}

test_manual_with_the_bindings if {
	result := anonymous_authorized.finding with input as fixture.cluster({}) with data.platforms as ["openshift"]
		with data.inventory as fixture.inventory({"ClusterRoleBinding": [binding]}, {})
	result.evaluation == "manual"
	result.evidence[0].path == "ClusterRoleBinding/self-access-reviewers"
}

test_not_applicable_elsewhere if {
	not anonymous_authorized.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
