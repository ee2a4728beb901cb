package rules.rbac.delete_pod_logs_test

import data.lib.fixture
import data.rules.rbac.delete_pod_logs

test_failed_when_granted if {
	delete_pod_logs.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["delete"], [""], ["pods/log"])])
}

test_failed_by_wildcards if {
	delete_pod_logs.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	delete_pod_logs.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["pods/log"])])
}

test_passed_when_something_else_is_granted if {
	delete_pod_logs.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	delete_pod_logs.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["delete"], ["example.org"], ["pods/log"])])
}

test_passed_by_default if {
	delete_pod_logs.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	delete_pod_logs.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not delete_pod_logs.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	delete_pod_logs.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	delete_pod_logs.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	delete_pod_logs.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_not_applicable_to_other_kinds if {
	not delete_pod_logs.finding with input as fixture.service
}
