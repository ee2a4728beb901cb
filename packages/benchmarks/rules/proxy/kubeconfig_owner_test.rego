package rules.proxy.kubeconfig_owner_test

import data.lib.fixture
import data.rules.proxy.kubeconfig_owner

test_passed_when_owned_as_asked if {
	kubeconfig_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 0, "root")])
}

test_failed_when_owned_by_another if {
	kubeconfig_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 1000, "admin")])
}

test_failed_when_one_of_several_is_owned_by_another if {
	kubeconfig_owner.finding.evaluation == "failed"
		with input as fixture.with_files([fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 0, "root"), fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 1000, "admin")])
}

test_unknown_when_not_looked_at if {
	kubeconfig_owner.finding.evaluation == "unknown"
		with input as fixture.with_files([{"key": "proxy_kubeconfig", "path": "/var/lib/kube-proxy/kubeconfig.conf", "gap": "permission denied"}])
}

test_not_applicable_when_there_is_no_file if {
	not kubeconfig_owner.finding with input as fixture.with_files([])
}

test_parameter_sets_the_owner if {
	kubeconfig_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 1000, "admin")])
		with data.parameters as {"proxy-kubeconfig-owner": {"owners": ["admin:admin"]}}
}

test_passed_when_user_0_has_another_name if {
	kubeconfig_owner.finding.evaluation == "passed"
		with input as fixture.with_files([fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 0, "toor")])
}

test_failed_when_only_the_group_differs if {
	kubeconfig_owner.finding.evaluation == "failed"
		with input as fixture.with_files([object.union(fixture.owned("proxy_kubeconfig", "/var/lib/kube-proxy/kubeconfig.conf", 0, "root"), {"gid": 10, "group": "wheel"})])
}
