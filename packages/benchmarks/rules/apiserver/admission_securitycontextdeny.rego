# METADATA
# scope: package
# title: Pods are held to the old plug-in where it exists
# description: |
#   Looks for the plug-in SecurityContextDeny, which benchmarks of old versions ask for where
#   nothing else watches pods. Kubernetes dropped it in 1.30, and Pod Security took its place in
#   1.25, so a person judges what does that work; from 1.30 on the rule does not apply.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     Something has to keep pods from taking the node.
#   remediation: |
#     Label namespaces for Pod Security instead:
#
#     ```sh
#     kubectl label namespace <namespace> pod-security.kubernetes.io/enforce=restricted
#     ```
#   impact: |
#     Pods that ask for more are refused.
#   resource_types: [kubernetes_master_node]
#   optional: true
package rules.apiserver.admission_securitycontextdeny

import data.lib.settings
import data.lib.verdict

seen := settings.has("apiserver", "enable-admission-plugins", "SecurityContextDeny")

finding := settings.finding_of("apiserver", judged) if not is_gone

judged := verdict.all_of([seen]) if seen.result != "failed"

judged := verdict.manual("Does something else, such as Pod Security, keep pods from taking the node?", [seen.evidence]) if seen.result == "failed"

# The version of the component says whether the plug-in is still there.
is_gone if {
	parts := split(input.data.components.apiserver.version, ".")
	to_number(parts[1]) >= 30
}
