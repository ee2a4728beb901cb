package rules.aks.azure_json_mode_test

import data.lib.fixture
import data.rules.aks.azure_json_mode

test_passed_when_exact if {
	azure_json_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0644")])
}

test_passed_when_stricter if {
	azure_json_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0600")])
}

test_passed_whatever_the_special_bits if {
	azure_json_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0444")])
}

test_failed_when_wider if {
	azure_json_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0664")])
}

test_failed_when_one_of_several_is_wider if {
	azure_json_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0644"), fixture.file("azure_json", "/etc/kubernetes/azure.json.2", "0664")])
}

test_unknown_when_not_looked_at if {
	azure_json_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "azure_json", "path": "/etc/kubernetes/azure.json", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	azure_json_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not azure_json_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	azure_json_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("azure_json", "/etc/kubernetes/azure.json", "0664")])
		with data.parameters as {"aks-azure-json-mode": {"mode": "664"}}
}
