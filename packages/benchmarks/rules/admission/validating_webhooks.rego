# METADATA
# scope: package
# title: Which validating webhooks there are
# description: |
#   Lists the webhooks of a ValidatingWebhookConfiguration: what they are asked about and what
#   happens when they do not answer.
# custom:
#   severity: info
#   category: Admission
#   rationale: |
#     A webhook sees what is written, and a policy of Ignore lets everything pass while it is
#     down.
#   remediation: |
#     Ask who owns it:
#
#     ```sh
#     kubectl describe <kind> <name>
#     ```
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [ValidatingWebhookConfiguration]
#   manual: true
package rules.admission.validating_webhooks

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
	input.sub_type == "ValidatingWebhookConfiguration"
	count(evidence) > 0
}
