package rules.image.gatekeeper_repo_prefix_test

import data.lib.fixture
import data.rules.image.gatekeeper_repo_prefix

test_passed_with_slashes if {
	gatekeeper_repo_prefix.finding.evaluation == "passed"
		with input as fixture.object_of("K8sAllowedRepos", {"metadata": {"name": "x"}, "spec": {"parameters": {"repos": ["a.example/"]}}})
}

test_failed_without if {
	gatekeeper_repo_prefix.finding.evaluation == "failed"
		with input as fixture.object_of("K8sAllowedRepos", {"metadata": {"name": "x"}, "spec": {"parameters": {"repos": ["a.example"]}}})
}

test_passed_by_default if {
	gatekeeper_repo_prefix.finding.evaluation == "passed" with input as fixture.object_of("K8sAllowedRepos", {"metadata": {"name": "x"}, "spec": {}})
}

test_not_applicable_to_other_kinds if {
	not gatekeeper_repo_prefix.finding with input as fixture.service
}
