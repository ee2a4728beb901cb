package rules.pki.dir_owner_test

import data.lib.fixture
import data.rules.pki.dir_owner

test_passed_when_owned_as_asked if {
	dir_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 0, "root")])
}

test_failed_when_owned_by_another if {
	dir_owner.finding.evaluation == "failed" with input as fixture.with_files([fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	dir_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 0, "root"), fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	dir_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "pki_dir", "path": "/etc/kubernetes/pki/ca.crt", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not dir_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	dir_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 1000, "admin")])
		with data.parameters as {"pki-dir-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	dir_owner.finding.evaluation == "passed" with input as fixture.with_files([fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	dir_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("pki_dir", "/etc/kubernetes/pki/ca.crt", 0, "root"), {"gid": 10, "group": "wheel"})])
}
