package rules.kubelet.configz_test

import data.lib.fixture
import data.rules.kubelet.configz

answered(document) := fixture.with_component("kubelet", {"documents": {"configz": object.union({"path": "/configz"}, document)}})

test_passed_when_nothing_differs if {
	configz.finding.evaluation == "passed" with input as answered({"content": {"differences": []}})
}

test_failed_when_something_differs if {
	result := configz.finding with input as answered({"content": {"differences": [{"setting": "readOnlyPort", "configured": 0, "running": 10255}]}})
	result.evaluation == "failed"
	result.evidence[0].path == "readOnlyPort"
	result.evidence[0].actual == 10255
}

test_unknown_when_the_answer_was_not_understood if {
	configz.finding.evaluation == "unknown" with input as answered({"gap": "not JSON"})
}

test_not_applicable_where_nobody_asked_by_default if {
	not configz.finding with input as fixture.node("kubelet", {})
}
