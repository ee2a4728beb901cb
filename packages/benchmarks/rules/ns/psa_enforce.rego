# METADATA
# scope: package
# title: Each namespace enforces a Pod Security level
# description: |
#   Looks at the label pod-security.kubernetes.io/enforce: it must be baseline or restricted.
#   Where it is missing and an engine that is known to enforce policies is installed (Gatekeeper,
#   Kyverno, Kubewarden, or a ValidatingAdmissionPolicy with a binding), a person has to say
#   whether that covers the namespace. A default set in the file of the API server cannot be seen
#   in the API.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# custom:
#   severity: high
#   fix: {set: baseline}
#   category: Namespaces
#   rationale: |
#     Without it whoever may make a pod in the namespace may make a privileged one, and so has the
#     node.
#   remediation: |
#     Try it first, then enforce it:
#
#     ```sh
#     kubectl label --dry-run=server --overwrite namespace <name> pod-security.kubernetes.io/enforce=baseline
#     kubectl label --overwrite namespace <name> pod-security.kubernetes.io/enforce=baseline
#     ```
#   impact: |
#     Pods above the level are refused when they are made again; those that run keep running.
#   resource_types: [k8s_object]
#   kinds: [Namespace]
#   inventory: [ValidatingWebhookConfiguration, ValidatingAdmissionPolicyBinding]
package rules.ns.psa_enforce

import data.lib.inventory
import data.lib.verdict

label := object.get(object.get(input.data.metadata, "labels", {}), "pod-security.kubernetes.io/enforce", null)

evidence := {"path": "metadata.labels[pod-security.kubernetes.io/enforce]", "actual": label, "expected": "baseline or restricted"}

finding := outcome if {
	input.sub_type == "Namespace"
	not is_system
}

outcome := verdict.failed_if_any([], [evidence]) if {
	label in {"baseline", "restricted"}
} else := verdict.manual(
	sprintf("No level is enforced, but %s may cover the namespace: does it refuse privileged pods here?", [concat(", ", engines)]),
	[evidence],
) if {
	count(engines) > 0
} else := verdict.failed_if_any([evidence], [])

engine_names := {
	"gatekeeper-validating-webhook-configuration": "Gatekeeper",
	"kyverno-resource-validating-webhook-cfg": "Kyverno",
	"kubewarden-validating-webhook-configuration": "Kubewarden",
}

engines := sort({engine |
	some webhook in inventory.cluster_objects("ValidatingWebhookConfiguration")
	engine := engine_names[webhook.metadata.name]
} | {"a ValidatingAdmissionPolicy" |
	some binding in inventory.cluster_objects("ValidatingAdmissionPolicyBinding")
	"Deny" in binding.spec.validationActions
})

# The cluster's own namespaces have rules of their own.
is_system if input.name in {"kube-system", "kube-public", "kube-node-lease"}
