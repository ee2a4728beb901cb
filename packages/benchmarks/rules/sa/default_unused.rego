# METADATA
# scope: package
# title: The account default is not used
# description: |
#   Looks at each service account named default: it must not mount its token by itself, and
#   nothing may be bound to it.
# custom:
#   severity: medium
#   fix: {set: false}
#   category: Identity
#   rationale: |
#     Every pod that names no account has this one, and with it whatever somebody once gave it.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> patch serviceaccount default -p '{"automountServiceAccountToken": false}'
#     ```
#
#     Bind roles to accounts of their own instead.
#   impact: |
#     Pods that use the token of default need an account of their own first.
#   resource_types: [k8s_object]
#   kinds: [ServiceAccount]
#   inventory: [RoleBinding, ClusterRoleBinding]
package rules.sa.default_unused

import data.lib.rbac
import data.lib.verdict

offences := array.concat(
	[{"path": "automountServiceAccountToken", "actual": object.get(input.data, "automountServiceAccountToken", null), "expected": "false"} |
		object.get(input.data, "automountServiceAccountToken", null) != false
	],
	[rbac.binding_evidence(item.binding, "nothing bound to default") |
		some item in rbac.bindings_of(input.namespace, "default")
		names_default(item.binding)
	],
)

# A binding to all accounts of a namespace is not about this one.
names_default(binding) if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	subject.name == "default"
}

finding := verdict.failed_if_any(offences, [{"path": "automountServiceAccountToken", "actual": false, "expected": "false"}]) if {
	input.sub_type == "ServiceAccount"
	input.name == "default"
}
