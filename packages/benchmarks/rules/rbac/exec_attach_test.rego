package rules.rbac.exec_attach_test

import data.lib.fixture
import data.rules.rbac.exec_attach

test_failed_when_granted if {
	exec_attach.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["create"], [""], ["pods/exec"])])
}

test_failed_by_wildcards if {
	exec_attach.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	exec_attach.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["pods/exec"])])
}

test_passed_when_something_else_is_granted if {
	exec_attach.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	exec_attach.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["create"], ["example.org"], ["pods/exec"])])
}

test_passed_by_default if {
	exec_attach.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	exec_attach.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not exec_attach.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	exec_attach.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	exec_attach.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	exec_attach.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

test_failed_by_wildcards_of_resources if {
	every resource in ["*", "*/*", "*/exec", "pods/*"] {
		exec_attach.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["create"], [""], [resource])])
	}
}

test_passed_with_pods_alone if {
	exec_attach.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["create"], [""], ["pods"])])
}

test_not_applicable_to_other_kinds if {
	not exec_attach.finding with input as fixture.service
}
