# METADATA
# scope: package
# title: Which mutating webhooks there are
# description: |
#   Lists the webhooks of a MutatingWebhookConfiguration: what they are asked about and what
#   happens when they do not answer.
# custom:
#   severity: info
#   category: Admission
#   rationale: |
#     A webhook sees what is written, may change it, and could put a container into every pod.
#   remediation: |
#     Ask who owns it:
#
#     ```sh
#     kubectl describe <kind> <name>
#     ```
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [MutatingWebhookConfiguration]
#   manual: true
package rules.admission.mutating_webhooks

import data.lib.verdict

evidence := [{
	"path": sprintf("webhooks[%d]", [i]),
	"actual": {
		"name": object.get(webhook, "name", ""),
		"failurePolicy": object.get(webhook, "failurePolicy", "Fail"),
		"service": object.get(webhook, ["clientConfig", "service", "name"], null),
		"url": object.get(webhook, ["clientConfig", "url"], null),
	},
	"expected": "known",
} |
	some i, webhook in input.data.webhooks
]

finding := verdict.manual("Are these webhooks known, and is their failure policy right?", evidence) if {
	input.sub_type == "MutatingWebhookConfiguration"
	count(evidence) > 0
}
