# METADATA
# scope: package
# title: Each namespace enforces a Pod Security level
# description: |
#   The rule `ns-psa-enforce` under another id, for those who choose rules by the ids of a
#   benchmark.
# custom:
#   severity: high
#   category: Namespaces
#   rationale: |
#     See `ns-psa-enforce`.
#   remediation: |
#     See `ns-psa-enforce`.
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Namespace]
#   inventory: [ValidatingWebhookConfiguration, ValidatingAdmissionPolicyBinding]
#   same_as: ns-psa-enforce
package rules.admission.policy_present

finding := data.rules.ns.psa_enforce.finding
