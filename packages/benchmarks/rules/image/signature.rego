# METADATA
# scope: package
# title: Images are signed and the signature was verified
# description: |
#   Reads the annotation kyverno.io/verify-images of the pod template, where Kyverno writes which
#   images it verified. Nothing else in the cluster says whether an image is signed, so without it
#   the rule is unknown; prefixes of images that need no signature are a parameter.
# custom:
#   id: image-signature
#   severity: medium
#   category: Images
#   rationale: |
#     A signature says who built an image; a name says only where it lies.
#   remediation: |
#     ```sh
#     cosign sign <image>@<digest>
#     ```
#
#     Verify signatures when pods are made, with Kyverno, Sigstore's policy controller or Connaisseur.
#   impact: |
#     Images without a signature no longer start.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   optional: true
#   parameters:
#     - name: exempt
#       description: Prefixes of images that need no signature
#       default: []
package rules.image.signature

import data.lib.parameters
import data.lib.pods
import data.lib.verdict

exempt := parameters.get("image-signature", "exempt", [])

# By image with its digest: "pass", "fail" or "skip".
verified := json.unmarshal(pods.annotations["kyverno.io/verify-images"])

checks := [look(c, image) |
	some c in pods.containers
	image := object.get(c.container, "image", "")
	image != ""
	not is_exempt(image)
]

is_exempt(image) if {
	some prefix in exempt
	startswith(image, prefix)
}

look(c, image) := verdict.passed(evidence(c, image, "pass")) if {
	verified[image] == "pass"
} else := verdict.failed(evidence(c, image, verified[image])) if {
	verified[image] == "fail"
} else := verdict.unknown(
	evidence(c, image, null),
	sprintf("Nothing says whether %s is signed; its registry would.", [image]),
)

evidence(c, image, outcome) := {
	"path": sprintf("%s.image", [c.path]),
	"actual": {"image": image, "verified": outcome},
	"expected": "a signature that was verified",
	"container": c.name,
}

# Without an image that needs a signature there is nothing to say.
finding := verdict.all_of(checks) if is_object(pods.spec)
