package rules.kubelet.ip_address_deny_test

import data.lib.fixture
import data.rules.kubelet.ip_address_deny

unit(lists) := fixture.with_component("kubelet", {"documents": {"kubelet.service": {"path": "/etc/systemd/system/kubelet.service", "content": object.union({"IPAddressDeny": [], "IPAddressAllow": []}, lists)}}})

test_passed_when_all_are_denied if {
	ip_address_deny.finding.evaluation == "passed" with input as unit({"IPAddressDeny": ["any"], "IPAddressAllow": ["10.0.0.1"]})
}

test_passed_for_both_families if {
	ip_address_deny.finding.evaluation == "passed" with input as unit({"IPAddressDeny": ["0.0.0.0/0", "::/0"]})
}

test_failed_for_one_family if {
	ip_address_deny.finding.evaluation == "failed" with input as unit({"IPAddressDeny": ["0.0.0.0/0"]})
}

test_failed_by_default if {
	ip_address_deny.finding.evaluation == "failed" with input as unit({})
}

test_unknown_when_the_unit_cannot_be_read if {
	ip_address_deny.finding.evaluation == "unknown" with input as fixture.with_component("kubelet", {"documents": {"kubelet.service": {"path": "/u", "gap": "permission denied"}}})
}

test_not_applicable_without_a_unit if {
	not ip_address_deny.finding with input as fixture.node("kubelet", {})
}
