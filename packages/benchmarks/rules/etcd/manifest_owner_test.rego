package rules.etcd.manifest_owner_test

import data.lib.fixture
import data.rules.etcd.manifest_owner

test_passed_when_owned_as_asked if {
	manifest_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 0, "root")])
}

test_failed_when_owned_by_another if {
	manifest_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	manifest_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 0, "root"), fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	manifest_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "etcd_manifest", "path": "/etc/kubernetes/manifests/etcd.yaml", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not manifest_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	manifest_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 1000, "admin")])
		with data.parameters as {"etcd-manifest-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	manifest_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	manifest_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("etcd_manifest", "/etc/kubernetes/manifests/etcd.yaml", 0, "root"), {"gid": 10, "group": "wheel"})])
}
