# METADATA
# scope: package
# title: Nothing is bound to anonymous callers
# description: |
#   Looks for bindings to the user system:anonymous. The one that kubeadm makes for the ConfigMap
#   cluster-info in kube-public, with which nodes join, does not count as long as its role lets
#   callers get that ConfigMap and nothing else.
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
#   inventory: [Role]
package rules.rbac.anonymous

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

offences := [{"path": sprintf("subjects[%d]", [i]), "actual": rbac.subject_name(subject), "expected": "not bound", "role": input.data.roleRef.name} |
	not joins_nodes
	some i, subject in input.data.subjects
	subject.kind in {"Group", "User"}
	subject.name == "system:anonymous"
]

cluster_info := "kubeadm:bootstrap-signer-clusterinfo"

# By its name and by what it grants: anybody can call a binding so.
joins_nodes if {
	input.sub_type == "RoleBinding"
	input.name == cluster_info
	input.namespace == "kube-public"
	input.data.roleRef.kind == "Role"
	input.data.roleRef.name == cluster_info
	rules := [rule |
		some role in inventory.objects_in("kube-public", "Role")
		role.metadata.name == cluster_info
		some rule in rbac.own_rules(role)
	]
	count(rules) == 1
	every rule in rules {
		rule.verbs == ["get"]
		rule.apiGroups == [""]
		rule.resources == ["configmaps"]
		rule.resourceNames == ["cluster-info"]
	}
}

finding := verdict.failed_if_any(offences, []) if rbac.is_binding
