package rules.kubelet.config_owner_test

import data.lib.fixture
import data.rules.kubelet.config_owner

test_passed_when_owned_as_asked if {
	config_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 0, "root")])
}

test_failed_when_owned_by_another if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 0, "root"), fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	config_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "kubelet_config", "path": "/var/lib/kubelet/config.yaml", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not config_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	config_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 1000, "admin")])
		with data.parameters as {"kubelet-config-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	config_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("kubelet_config", "/var/lib/kubelet/config.yaml", 0, "root"), {"gid": 10, "group": "wheel"})])
}
