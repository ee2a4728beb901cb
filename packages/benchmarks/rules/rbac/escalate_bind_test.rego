package rules.rbac.escalate_bind_test

import data.lib.fixture
import data.rules.rbac.escalate_bind

test_failed_when_granted if {
	escalate_bind.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["escalate"], ["rbac.authorization.k8s.io"], ["clusterroles"])])
}

test_failed_by_wildcards if {
	escalate_bind.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["*"], ["*"])])
}

test_failed_by_a_wildcard_of_verbs if {
	escalate_bind.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], ["rbac.authorization.k8s.io"], ["clusterroles"])])
}

test_passed_when_something_else_is_granted if {
	escalate_bind.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], ["example.org"], ["widgets"])])
}

test_passed_when_another_group if {
	escalate_bind.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["escalate"], ["example.org"], ["clusterroles"])])
}

test_passed_by_default if {
	escalate_bind.finding.evaluation == "passed" with input as fixture.role([])
}

test_passed_with_rules_null if {
	escalate_bind.finding.evaluation == "passed" with input as fixture.role(null)
}

test_not_applicable_to_built_in_roles if {
	not escalate_bind.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_label_says_built_in if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "mine", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_only_the_name_says_built_in if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "system:mine"}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_failed_when_aggregated if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", {"metadata": {"name": "all"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}})
		with data.inventory as fixture.inventory({"ClusterRole": [{"metadata": {"name": "part", "labels": {"a": "b"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]}]}, {})
}

part(name, labels, fields) := object.union({"metadata": {"name": name, "labels": labels}}, fields)

collecting(key) := {"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {key: "yes"}}]}}

everything := {"rules": [fixture.rule(["*"], ["*"], ["*"])]}

test_failed_when_aggregated_twice if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", part("top", {}, collecting("middle")))
		with data.inventory as fixture.inventory({"ClusterRole": [part("middle", {"middle": "yes"}, collecting("bottom")), part("bottom", {"bottom": "yes"}, everything)]}, {})
}

test_failed_when_aggregated_beside_rules_of_its_own if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.object_of("ClusterRole", object.union(part("top", {}, collecting("a")), {"rules": [fixture.rule(["get"], [""], ["pods"])]}))
		with data.inventory as fixture.inventory({"ClusterRole": [part("bottom", {"a": "yes"}, everything)]}, {})
}

test_passed_when_roles_aggregate_each_other if {
	escalate_bind.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRole", part("one", {"one": "yes"}, collecting("two")))
		with data.inventory as fixture.inventory({"ClusterRole": [part("one", {"one": "yes"}, collecting("two")), part("two", {"two": "yes"}, collecting("one"))]}, {})
}

test_passed_when_no_selector_matches if {
	escalate_bind.finding.evaluation == "passed"
		with input as fixture.object_of("ClusterRole", part("top", {}, collecting("a")))
		with data.inventory as fixture.inventory({"ClusterRole": [part("bottom", {"b": "yes"}, everything)]}, {})
}

test_failed_for_the_name_of_the_administrator if {
	escalate_bind.finding.evaluation == "failed"
		with input as fixture.role([{"verbs": ["bind"], "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "resourceNames": ["cluster-admin"]}])
}

test_passed_for_another_name if {
	escalate_bind.finding.evaluation == "passed"
		with input as fixture.role([{"verbs": ["bind"], "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "resourceNames": ["view"]}])
}

test_not_applicable_to_other_kinds if {
	not escalate_bind.finding with input as fixture.service
}
