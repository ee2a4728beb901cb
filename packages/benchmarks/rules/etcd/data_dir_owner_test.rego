package rules.etcd.data_dir_owner_test

import data.lib.fixture
import data.rules.etcd.data_dir_owner

test_passed_when_owned_as_asked if {
	data_dir_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("etcd_data_dir", "/var/lib/etcd", 998, "etcd")])
}

test_failed_when_owned_by_another if {
	data_dir_owner.finding.evaluation == "failed" with input as fixture.with_files([fixture.owned("etcd_data_dir", "/var/lib/etcd", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	data_dir_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("etcd_data_dir", "/var/lib/etcd", 998, "etcd"), fixture.owned("etcd_data_dir", "/var/lib/etcd", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	data_dir_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "etcd_data_dir", "path": "/var/lib/etcd", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not data_dir_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	data_dir_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("etcd_data_dir", "/var/lib/etcd", 1000, "admin")])
		with data.parameters as {"etcd-data-dir-owner": {"owners": ["admin:admin"]}}
}
