package rules.storage.pv_encryption_test

import data.lib.fixture
import data.rules.storage.pv_encryption

test_passed_when_encrypted if {
	pv_encryption.finding.evaluation == "passed"
		with input as fixture.object_of("StorageClass", {"metadata": {"name": "x"}, "provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "true"}})
}

test_failed_by_default if {
	pv_encryption.finding.evaluation == "failed"
		with input as fixture.object_of("StorageClass", {"metadata": {"name": "x"}, "provisioner": "ebs.csi.aws.com"})
}

test_failed_when_off if {
	pv_encryption.finding.evaluation == "failed"
		with input as fixture.object_of("StorageClass", {"metadata": {"name": "x"}, "provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "false"}})
}

test_not_applicable_to_other_drivers if {
	not pv_encryption.finding with input as fixture.object_of("StorageClass", {"metadata": {"name": "x"}, "provisioner": "local"})
}
