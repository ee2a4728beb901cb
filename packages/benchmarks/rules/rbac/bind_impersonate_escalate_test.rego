package rules.rbac.bind_impersonate_escalate_test

import data.lib.fixture
import data.rules.rbac.bind_impersonate_escalate

test_failed_when_granted if {
	bind_impersonate_escalate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["bind"], ["rbac.authorization.k8s.io"], ["roles"])])
}

test_failed_by_wildcards if {
	bind_impersonate_escalate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	bind_impersonate_escalate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["rbac.authorization.k8s.io"], ["roles"])])
}

test_passed_when_something_else_is_granted if {
	bind_impersonate_escalate.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	bind_impersonate_escalate.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["bind"], ["example.org"], ["roles"])])
}

test_passed_by_default if {
	bind_impersonate_escalate.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	bind_impersonate_escalate.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not bind_impersonate_escalate.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	bind_impersonate_escalate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	bind_impersonate_escalate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	bind_impersonate_escalate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_not_applicable_to_other_kinds if {
	not bind_impersonate_escalate.finding with input as fixture.service
}
