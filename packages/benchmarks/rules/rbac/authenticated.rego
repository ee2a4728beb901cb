# METADATA
# scope: package
# title: Nothing is bound to everybody
# description: |
#   Looks for bindings to the group system:authenticated, but for the built-in ones.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     Every user and every service account is in this group; on GKE everybody with a Google
#     account.
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
package rules.rbac.authenticated

import data.lib.rbac
import data.lib.verdict

offences := [{"path": sprintf("subjects[%d]", [i]), "actual": rbac.subject_name(subject), "expected": "not bound", "role": input.data.roleRef.name} |
	not built_in
	some i, subject in input.data.subjects
	subject.kind in {"Group"}
	subject.name == "system:authenticated"
]

built_in if {
	input.data.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
	input.data.roleRef.name == input.name
	input.name in {"system:basic-user", "system:discovery", "system:public-info-viewer"}
}

finding := verdict.failed_if_any(offences, []) if rbac.is_binding
