package rules.rbac.create_pv_test

import data.lib.fixture
import data.rules.rbac.create_pv

test_failed_when_granted if {
	create_pv.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["create"], [""], ["persistentvolumes"])])
}

test_failed_by_wildcards if {
	create_pv.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	create_pv.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["persistentvolumes"])])
}

test_passed_when_something_else_is_granted if {
	create_pv.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	create_pv.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["create"], ["example.org"], ["persistentvolumes"])])
}

test_passed_by_default if {
	create_pv.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	create_pv.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not create_pv.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	create_pv.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	create_pv.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	create_pv.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_not_applicable_to_other_kinds if {
	not create_pv.finding with input as fixture.service
}
