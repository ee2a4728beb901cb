package rules.kubelet.service_owner_test

import data.lib.fixture
import data.rules.kubelet.service_owner

test_passed_when_owned_as_asked if {
	service_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 0, "root")])
}

test_failed_when_owned_by_another if {
	service_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	service_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 0, "root"), fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	service_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "kubelet_service", "path": "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not service_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	service_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 1000, "admin")])
		with data.parameters as {"kubelet-service-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	service_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	service_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", 0, "root"), {"gid": 10, "group": "wheel"})])
}
