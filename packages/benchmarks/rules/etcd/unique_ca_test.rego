package rules.etcd.unique_ca_test

import data.lib.fixture
import data.rules.etcd.unique_ca

test_passed_when_digests_differ if {
	unique_ca.finding.evaluation == "passed"
		with input as object.union(fixture.node("etcd", {}), {"data": {"components": {"etcd": {"name": "etcd", "state": "running", "settings": {"trusted-ca-file": {"value": "/e/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {"trusted-ca-file": {"path": "/e/ca.crt", "content": {"sha256": ["a"]}}}}, "apiserver": {"name": "kube-apiserver", "state": "running", "settings": {"client-ca-file": {"value": "/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {"client-ca-file": {"path": "/ca.crt", "content": {"sha256": ["b"]}}}}}}})
}

test_failed_when_same_path if {
	unique_ca.finding.evaluation == "failed"
		with input as object.union(fixture.node("etcd", {}), {"data": {"components": {"etcd": {"name": "etcd", "state": "running", "settings": {"trusted-ca-file": {"value": "/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {}}, "apiserver": {"name": "kube-apiserver", "state": "running", "settings": {"client-ca-file": {"value": "/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {}}}}})
}

test_failed_when_same_certificate_under_two_paths if {
	unique_ca.finding.evaluation == "failed"
		with input as object.union(fixture.node("etcd", {}), {"data": {"components": {"etcd": {"name": "etcd", "state": "running", "settings": {"trusted-ca-file": {"value": "/e/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {"trusted-ca-file": {"path": "/e/ca.crt", "content": {"sha256": ["a"]}}}}, "apiserver": {"name": "kube-apiserver", "state": "running", "settings": {"client-ca-file": {"value": "/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {"client-ca-file": {"path": "/ca.crt", "content": {"sha256": ["a", "b"]}}}}}}})
}

test_unknown_when_digests_are_missing if {
	unique_ca.finding.evaluation == "unknown"
		with input as object.union(fixture.node("etcd", {}), {"data": {"components": {"etcd": {"name": "etcd", "state": "running", "settings": {"trusted-ca-file": {"value": "/e/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {}}, "apiserver": {"name": "kube-apiserver", "state": "running", "settings": {"client-ca-file": {"value": "/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {}}}}})
}

test_failed_by_default if {
	unique_ca.finding.evaluation == "failed" with input as fixture.node("etcd", {})
}

test_manual_without_an_api_server if {
	unique_ca.finding.evaluation == "manual"
		with input as object.union(fixture.node("etcd", {}), {"data": {"components": {"etcd": {"name": "etcd", "state": "running", "settings": {"trusted-ca-file": {"value": "/e/ca.crt", "source": "flag"}}, "feature_gates": {}, "documents": {"trusted-ca-file": {"path": "/e/ca.crt", "content": {"sha256": ["a"]}}}}}}})
}

test_not_applicable_where_it_does_not_run if {
	not unique_ca.finding with input as fixture.with_component("etcd", {"state": "absent"})
}

test_unknown_when_nobody_could_look if {
	unique_ca.finding.evaluation == "unknown" with input as fixture.with_component("etcd", {"state": "unknown", "reason": "no /proc"})
}
