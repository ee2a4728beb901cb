package rules.openshift.kubelet_gc_test

import data.lib.fixture
import data.rules.openshift.kubelet_gc

test_passed_when_set_well if {
	kubelet_gc.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("kubelet", {"imageGCHighThresholdPercent": 80, "imageGCLowThresholdPercent": 75, "evictionHard.memory.available": "500Mi"}))
}

test_passed_by_default if {
	kubelet_gc.finding.evaluation == "passed" with input as fixture.on("openshift", fixture.node("kubelet", {}))
}

test_failed_when_images_are_never_removed if {
	kubelet_gc.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("kubelet", {"imageGCHighThresholdPercent": 100}))
}

test_failed_without_a_threshold_for_eviction if {
	kubelet_gc.finding.evaluation == "failed" with input as fixture.on("openshift", fixture.node("kubelet", {"evictionHard.memory.available": "0%"}))
}

test_unknown_when_nobody_could_look if {
	kubelet_gc.finding.evaluation == "unknown" with input as fixture.on("openshift", fixture.with_component("kubelet", {"state": "unknown", "reason": "no /proc"}))
}

test_not_applicable_on_other_distributions if {
	not kubelet_gc.finding with input as fixture.node("kubelet", {})
}
