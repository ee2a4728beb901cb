package rules.secrets.credentials_in_configmap_test

import data.lib.fixture
import data.rules.secrets.credentials_in_configmap

test_passed_when_plain if {
	credentials_in_configmap.finding.evaluation == "passed" with input as fixture.object_of("ConfigMap", {"metadata": {"name": "a"}, "data": {"level": "debug"}})
}

test_failed_by_name if {
	credentials_in_configmap.finding.evaluation == "failed" with input as fixture.object_of("ConfigMap", {"metadata": {"name": "a"}, "data": {"db.password": "x"}})
}

test_failed_by_value if {
	credentials_in_configmap.finding.evaluation == "failed"
		with input as fixture.object_of("ConfigMap", {"metadata": {"name": "a"}, "data": {"x": "-----BEGIN RSA PRIVATE KEY-----"}})
}

test_failed_when_the_collector_took_one_out if {
	credentials_in_configmap.finding.evaluation == "failed"
		with input as fixture.object_of("ConfigMap", {"metadata": {"name": "a"}, "data": {"x": "url: https://[redacted]@h"}})
}

test_passed_by_default if {
	credentials_in_configmap.finding.evaluation == "passed" with input as fixture.object_of("ConfigMap", {"metadata": {"name": "a"}})
}

test_not_applicable_to_other_kinds if {
	not credentials_in_configmap.finding with input as fixture.service
}
