package rules.rbac.sa_token_create_test

import data.lib.fixture
import data.rules.rbac.sa_token_create

test_failed_when_granted if {
	sa_token_create.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["create"], [""], ["serviceaccounts/token"])])
}

test_failed_by_wildcards if {
	sa_token_create.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	sa_token_create.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["serviceaccounts/token"])])
}

test_passed_when_something_else_is_granted if {
	sa_token_create.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	sa_token_create.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["create"], ["example.org"], ["serviceaccounts/token"])])
}

test_passed_by_default if {
	sa_token_create.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	sa_token_create.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not sa_token_create.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	sa_token_create.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	sa_token_create.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	sa_token_create.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_not_applicable_to_other_kinds if {
	not sa_token_create.finding with input as fixture.service
}
