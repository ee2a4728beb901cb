# METADATA
# scope: package
# title: Only images of known origin run
# description: |
#   Lists the webhooks that verify signatures of images (Sigstore, Kyverno, Connaisseur, Ratify,
#   Portieris).
# custom:
#   severity: medium
#   category: Images
#   rationale: |
#     Without verification a cluster runs whatever the name of an image leads to.
#   remediation: |
#     Install an admission controller that verifies signatures, and sign what you build. To see
#     the webhooks:
#
#     ```sh
#     kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   inventory: [ValidatingWebhookConfiguration, MutatingWebhookConfiguration]
#   manual: true
package rules.image.provenance

import data.lib.inventory
import data.lib.verdict

webhooks := sort([object.metadata.name |
	some kind in ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"]
	some object in inventory.cluster_objects(kind)
	regex.match(`(sigstore|cosign|policy\.|kyverno|connaisseur|ratify|gatekeeper|portieris)`, object.metadata.name)
])

all := sort([sprintf("%s/%s", [kind, object.metadata.name]) |
	some kind in ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"]
	some object in inventory.cluster_objects(kind)
])

finding := verdict.manual("Is the origin of images verified when pods are made?", [
	{"path": "webhooks that verify images, by their names", "actual": webhooks, "expected": "one that verifies images"},
	{"path": "webhooks in all", "actual": all, "expected": "one that verifies images"},
]) if {
	is_cluster
}

is_cluster if input.type == "kubernetes_cluster"
