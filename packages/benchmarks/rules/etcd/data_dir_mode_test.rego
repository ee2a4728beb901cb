package rules.etcd.data_dir_mode_test

import data.lib.fixture
import data.rules.etcd.data_dir_mode

test_passed_when_exact if {
	data_dir_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0700")])
}

test_passed_when_stricter if {
	data_dir_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0500")])
}

test_passed_whatever_the_special_bits if {
	data_dir_mode.finding.evaluation == "passed" with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0700")])
}

test_failed_when_wider if {
	data_dir_mode.finding.evaluation == "failed" with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0750")])
}

test_failed_when_one_of_several_is_wider if {
	data_dir_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0700"), fixture.file("etcd_data_dir", "/var/lib/etcd.2", "0750")])
}

test_unknown_when_not_looked_at if {
	data_dir_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "etcd_data_dir", "path": "/var/lib/etcd", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	data_dir_mode.finding.evaluation == "unknown" with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not data_dir_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	data_dir_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("etcd_data_dir", "/var/lib/etcd", "0750")])
		with data.parameters as {"etcd-data-dir-mode": {"mode": "750"}}
}
