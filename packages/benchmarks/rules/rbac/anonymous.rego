# METADATA
# scope: package
# title: Nothing is bound to anonymous callers
# description: |
#   Looks for bindings to the user system:anonymous. kubeadm makes one for the ConfigMap
#   cluster-info in kube-public, with which nodes join; it counts, and can go once all nodes have
#   joined.
# custom:
#   severity: critical
#   category: RBAC
#   rationale: |
#     Everybody who reaches the API server has what is bound here, without any credential.
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
package rules.rbac.anonymous

import data.lib.rbac
import data.lib.verdict

offences := [{"path": sprintf("subjects[%d]", [i]), "actual": rbac.subject_name(subject), "expected": "not bound", "role": input.data.roleRef.name} |
	true
	some i, subject in input.data.subjects
	subject.kind in {"Group", "User"}
	subject.name == "system:anonymous"
]

finding := verdict.failed_if_any(offences, []) if rbac.is_binding
