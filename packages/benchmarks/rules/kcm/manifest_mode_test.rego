package rules.kcm.manifest_mode_test

import data.lib.fixture
import data.rules.kcm.manifest_mode

test_passed_when_exact if {
	manifest_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "0600")])
}

test_passed_when_stricter if {
	manifest_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "0400")])
}

test_passed_whatever_the_special_bits if {
	manifest_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "4600")])
}

test_failed_when_wider if {
	manifest_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "0644")])
}

test_failed_when_one_of_several_is_wider if {
	manifest_mode.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "0600"), fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml.2", "0644")])
}

test_unknown_when_not_looked_at if {
	manifest_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "controllermanager_manifest", "path": "/etc/kubernetes/manifests/kube-controller-manager.yaml", "gap": "permission denied"}])
}

test_unknown_when_mode_is_garbage if {
	manifest_mode.finding.evaluation == "unknown"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "rw")])
}

test_not_applicable_when_there_is_no_file if {
	not manifest_mode.finding with input as fixture.with_files([])
}

test_parameter_sets_the_limit if {
	manifest_mode.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.file("controllermanager_manifest", "/etc/kubernetes/manifests/kube-controller-manager.yaml", "0644")])
		with data.parameters as {"kcm-manifest-mode": {"mode": "644"}}
}
