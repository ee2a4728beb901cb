package rules.rbac.impersonate_test

import data.lib.fixture
import data.rules.rbac.impersonate

test_failed_when_granted if {
	impersonate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["impersonate"], [""], ["users"])])
}

test_failed_by_wildcards if {
	impersonate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	impersonate.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["users"])])
}

test_passed_when_something_else_is_granted if {
	impersonate.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	impersonate.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["impersonate"], ["example.org"], ["users"])])
}

test_passed_by_default if {
	impersonate.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	impersonate.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not impersonate.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	impersonate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	impersonate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	impersonate.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_failed_for_the_group_of_administrators if {
	impersonate.finding.evaluation == "failed"
		with input as fixture.role([{"verbs": ["impersonate"], "apiGroups": [""], "resources": ["groups"], "resourceNames": ["system:masters"]}])
}

test_not_applicable_to_other_kinds if {
	not impersonate.finding with input as fixture.service
}
