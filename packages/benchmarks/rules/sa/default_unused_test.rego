package rules.sa.default_unused_test

import data.lib.fixture
import data.rules.sa.default_unused

test_passed_when_off if {
	default_unused.finding.evaluation == "passed"
		with input as fixture.object_of("ServiceAccount", {"metadata": {"name": "default", "namespace": "shop"}, "automountServiceAccountToken": false})
}

test_failed_by_default if {
	default_unused.finding.evaluation == "failed" with input as fixture.object_of("ServiceAccount", {"metadata": {"name": "default", "namespace": "shop"}})
}

test_failed_when_bound if {
	default_unused.finding.evaluation == "failed"
		with input as fixture.object_of("ServiceAccount", {"metadata": {"name": "default", "namespace": "shop"}, "automountServiceAccountToken": false})
		with data.inventory as fixture.inventory({}, {"RoleBinding": [{"kind": "RoleBinding", "metadata": {"name": "b", "namespace": "shop"}, "roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "shop"}]}]})
}

test_not_applicable_to_other_accounts if {
	not default_unused.finding with input as fixture.object_of("ServiceAccount", {"metadata": {"name": "web", "namespace": "shop"}})
}
