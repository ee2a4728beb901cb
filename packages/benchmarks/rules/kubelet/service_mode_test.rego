package rules.kubelet.service_mode_test

import data.lib.fixture
import data.rules.kubelet.service_mode

test_passed_when_exact if {
	service_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "0600")])
}

test_passed_when_stricter if {
	service_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "0400")])
}

test_passed_whatever_the_special_bits if {
	service_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "4600")])
}

test_failed_when_wider if {
	service_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	service_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "0600"), fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf.2", "0644")])
}

test_unknown_when_not_looked_at if {
	service_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "kubelet_service", "path": "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	service_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not service_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	service_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("kubelet_service", "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "0644")])
		with data.parameters as {"kubelet-service-mode": {"mode": "644"}}
}
