# METADATA
# scope: package
# title: "Nothing more is bound to system:masters"
# description: |
#   Looks for bindings to the group system:masters, but for the built-in one. Who is in the group
#   cannot be seen here: membership stands in certificates.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     The group passes every authorization check before RBAC is asked; a binding to it says that
#     somebody works with it.
#   remediation: |
#     Bind a smaller role, or fewer subjects. To see and remove the binding:
#
#     ```sh
#     kubectl describe <kind> <name> -n <namespace>
#     kubectl delete <kind> <name> -n <namespace>
#     ```
#   impact: |
#     Whoever works through the binding loses access; find them in the audit log first.
#   fix: {remove: true}
#   resource_types: [k8s_object]
#   kinds: [RoleBinding, ClusterRoleBinding]
package rules.rbac.system_masters

import data.lib.rbac
import data.lib.verdict

offences := [{"path": sprintf("subjects[%d]", [i]), "actual": rbac.subject_name(subject), "expected": "not bound", "role": input.data.roleRef.name} |
	not built_in
	some i, subject in input.data.subjects
	subject.kind in {"Group"}
	subject.name == "system:masters"
]

built_in if {
	input.data.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
	input.name in {"cluster-admin"}
}

finding := verdict.failed_if_any(offences, []) if rbac.is_binding
