package rules.aks.azure_json_owner_test

import data.lib.fixture
import data.rules.aks.azure_json_owner

test_passed_when_owned_as_asked if {
	azure_json_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("azure_json", "/etc/kubernetes/azure.json", 0, "root")])
}

test_failed_when_owned_by_another if {
	azure_json_owner.finding.evaluation == "failed" with input as fixture.with_files([fixture.owned("azure_json", "/etc/kubernetes/azure.json", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	azure_json_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("azure_json", "/etc/kubernetes/azure.json", 0, "root"), fixture.owned("azure_json", "/etc/kubernetes/azure.json", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	azure_json_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "azure_json", "path": "/etc/kubernetes/azure.json", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not azure_json_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	azure_json_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("azure_json", "/etc/kubernetes/azure.json", 1000, "admin")])
		with data.parameters as {"aks-azure-json-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	azure_json_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("azure_json", "/etc/kubernetes/azure.json", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	azure_json_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("azure_json", "/etc/kubernetes/azure.json", 0, "root"), {"gid": 10, "group": "wheel"})])
}
