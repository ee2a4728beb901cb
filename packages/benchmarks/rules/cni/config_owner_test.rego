package rules.cni.config_owner_test

import data.lib.fixture
import data.rules.cni.config_owner

test_passed_when_owned_as_asked if {
	config_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 0, "root")])
}

test_failed_when_owned_by_another if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 0, "root"), fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	config_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "cni_config", "path": "/etc/cni/net.d/10-net.conflist", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not config_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	config_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 1000, "admin")])
		with data.parameters as {"cni-config-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	config_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	config_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("cni_config", "/etc/cni/net.d/10-net.conflist", 0, "root"), {"gid": 10, "group": "wheel"})])
}
