package rules.image.signature_test

import data.lib.fixture
import data.rules.image.signature

image := "registry.example/app@sha256:0000000000000000000000000000000000000000000000000000000000000000"

verified(outcome) := fixture.object_of("Pod", {
	"metadata": {"name": "a", "annotations": {"kyverno.io/verify-images": json.marshal({image: outcome})}},
	"spec": {"containers": [{"name": "c", "image": image}]},
})

test_passed_when_verified if {
	signature.finding.evaluation == "passed" with input as verified("pass")
}

test_failed_when_refused if {
	signature.finding.evaluation == "failed" with input as verified("fail")
}

test_unknown_by_default if {
	signature.finding.evaluation == "unknown" with input as fixture.container({})
}

test_unknown_when_the_annotation_is_no_json if {
	signature.finding.evaluation == "unknown" with input as fixture.object_of("Pod", {
		"metadata": {"name": "a", "annotations": {"kyverno.io/verify-images": "{"}},
		"spec": {"containers": [{"name": "c", "image": image}]},
	})
}

test_unknown_when_an_init_container_was_not_verified if {
	signature.finding.evaluation == "unknown" with input as fixture.object_of("Pod", {
		"metadata": {"name": "a", "annotations": {"kyverno.io/verify-images": json.marshal({image: "pass"})}},
		"spec": {"containers": [{"name": "c", "image": image}], "initContainers": [{"name": "i", "image": "other:1"}]},
	})
}

test_not_applicable_to_exempt_images if {
	not signature.finding with input as fixture.container({}) with data.parameters as {"image-signature": {"exempt": ["registry.example/"]}}
}

test_not_applicable_to_other_kinds if {
	not signature.finding with input as fixture.service
}
