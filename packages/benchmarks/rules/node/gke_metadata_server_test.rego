package rules.node.gke_metadata_server_test

import data.lib.fixture
import data.rules.node.gke_metadata_server

test_passed_when_it_runs if {
	gke_metadata_server.finding.evaluation == "passed"
		with input as fixture.cluster({})
		with data.inventory as fixture.inventory({}, {"DaemonSet": [{"metadata": {"name": "gke-metadata-server"}}]})
}

test_failed_by_default if {
	gke_metadata_server.finding.evaluation == "failed" with input as fixture.cluster({})
}

test_not_applicable_to_objects if {
	not gke_metadata_server.finding with input as fixture.service
}
