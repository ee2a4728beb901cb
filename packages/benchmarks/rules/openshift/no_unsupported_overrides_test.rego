package rules.openshift.no_unsupported_overrides_test

import data.lib.fixture
import data.rules.openshift.no_unsupported_overrides

operator(spec) := object.union(fixture.object_of("KubeAPIServer", {"metadata": {"name": "cluster"}, "spec": spec}), {"api_version": "operator.openshift.io/v1"})

test_passed_without_overrides if {
	no_unsupported_overrides.finding.evaluation == "passed" with input as operator({"unsupportedConfigOverrides": null})
}

test_passed_by_default if {
	no_unsupported_overrides.finding.evaluation == "passed" with input as operator({})
}

test_failed_with_overrides if {
	no_unsupported_overrides.finding.evaluation == "failed" with input as operator({"unsupportedConfigOverrides": {"apiServerArguments": {"anonymous-auth": ["true"]}}})
}

test_not_applicable_to_others_of_that_name if {
	not no_unsupported_overrides.finding with input as fixture.object_of("Etcd", {"metadata": {"name": "a"}, "spec": {"unsupportedConfigOverrides": {"a": 1}}})
}
