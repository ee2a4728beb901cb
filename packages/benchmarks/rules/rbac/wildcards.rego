# METADATA
# scope: package
# title: No custom role uses wildcards
# description: |
#   Looks for `*` among verbs, resources, API groups or paths of a role, `*/scale` and `pods/*`
#   among resources too. The roles that Kubernetes makes itself do not count.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     A wildcard also grants what is installed tomorrow, and nobody notices.
#   remediation: |
#     Name what is really needed, verb by verb and resource by resource:
#
#     ```sh
#     kubectl edit <kind> <name> -n <namespace>
#     ```
#
#     Who has it now:
#
#     ```sh
#     kubectl get clusterrolebindings,rolebindings --all-namespaces -o wide | grep <name>
#     ```
#   impact: |
#     Whoever uses the right today needs a smaller one instead.
#   fix:
#     - {match: verbs$, set: [<verb that is needed>]}
#     - {match: resources$, set: [<resource that is needed>]}
#     - {match: apiGroups$, set: [<API group that is needed>]}
#     - {match: nonResourceURLs$, set: [<path that is needed>]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.wildcards

import data.lib.rbac
import data.lib.verdict

offences := [{
	"path": sprintf("rules[%d].%s", [i, field]),
	"actual": rule[field],
	"expected": "no *",
} |
	some i, rule in rbac.rules_of(input.data)
	some field in ["verbs", "resources", "apiGroups", "nonResourceURLs"]
	has_wildcard(field, rule[field])
]

has_wildcard(field, words) if {
	some word in words
	is_wildcard(field, word)
}

is_wildcard(_, "*") := true

# `*/scale` is that part of everything; `pods/*` was meant to be every part of pods.
is_wildcard("resources", word) if regex.match(`(^\*/)|(/\*$)`, word)

is_wildcard("nonResourceURLs", "/*") := true

finding := verdict.failed_if_any(offences, []) if {
	rbac.is_role
	not rbac.is_built_in(input.data)
}
