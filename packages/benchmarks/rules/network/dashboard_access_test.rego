package rules.network.dashboard_access_test

import data.lib.fixture
import data.rules.network.dashboard_access

test_passed_when_set_well if {
	dashboard_access.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_when_set_badly if {
	dashboard_access.finding.evaluation == "failed" with input as fixture.container({"image": "docker.io/kubernetesui/dashboard:v2.7.0"})
}

test_failed_when_an_init_container_is_bad if {
	dashboard_access.finding.evaluation == "failed" with input as fixture.init_container({}, {"image": "docker.io/kubernetesui/dashboard:v2.7.0"})
}

test_failed_when_an_ephemeral_container_is_bad if {
	dashboard_access.finding.evaluation == "failed" with input as fixture.ephemeral_container({}, {"image": "docker.io/kubernetesui/dashboard:v2.7.0"})
}

test_failed_in_a_deployment if {
	dashboard_access.finding.evaluation == "failed"
		with input as fixture.deployment({"containers": [{"name": "app", "image": "docker.io/kubernetesui/dashboard:v2.7.0"}]})
}

test_failed_in_a_cron_job if {
	dashboard_access.finding.evaluation == "failed"
		with input as fixture.cron_job({"containers": [{"name": "app", "image": "docker.io/kubernetesui/dashboard:v2.7.0"}]})
}

test_passed_by_default if {
	dashboard_access.finding.evaluation == "passed" with input as fixture.container({})
}

test_failed_when_its_account_is_an_administrator if {
	dashboard_access.finding.evaluation == "failed"
		with input as fixture.binding("ClusterRoleBinding", "d", "cluster-admin", [{"kind": "ServiceAccount", "name": "kubernetes-dashboard", "namespace": "x"}])
}

test_failed_with_its_account if {
	dashboard_access.finding.evaluation == "failed" with input as fixture.pod({"serviceAccountName": "kubernetes-dashboard", "containers": [fixture.plain]})
}

test_not_applicable_to_other_kinds if {
	not dashboard_access.finding with input as fixture.service
}
