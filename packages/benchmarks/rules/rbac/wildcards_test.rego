package rules.rbac.wildcards_test

import data.lib.fixture
import data.rules.rbac.wildcards

test_failed_with_a_verb if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["*"], [""], ["pods"])])
}

test_failed_with_a_resource if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["get"], [""], ["*"])])
}

test_failed_with_a_group if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["get"], ["*"], ["pods"])])
}

test_failed_with_a_path if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([{"verbs": ["get"], "nonResourceURLs": ["*"]}])
}

test_passed_without if {
	wildcards.finding.evaluation == "passed" with input as fixture.role([fixture.rule(["get"], [""], ["pods", "pods/log"])])
}

test_failed_with_a_part_of_everything if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["update"], ["apps"], ["*/scale"])])
}

test_failed_with_everything_of_a_resource if {
	wildcards.finding.evaluation == "failed" with input as fixture.role([fixture.rule(["get"], [""], ["pods/*"])])
}

test_failed_once_a_field if {
	result := wildcards.finding with input as fixture.role([fixture.rule(["get"], ["*"], ["*/*", "*"])])
	count(result.evidence) == 2
}

test_passed_by_default if {
	wildcards.finding.evaluation == "passed" with input as fixture.role([])
}

test_not_applicable_to_built_in_roles if {
	not wildcards.finding with input as fixture.object_of("ClusterRole", {"metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}, "rules": [fixture.rule(["*"], ["*"], ["*"])]})
}

test_not_applicable_to_other_kinds if {
	not wildcards.finding with input as fixture.service
}
