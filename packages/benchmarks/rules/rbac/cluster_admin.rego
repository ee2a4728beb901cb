# METADATA
# scope: package
# title: cluster-admin is bound where it is needed alone
# description: |
#   Looks for bindings to the role cluster-admin. The binding that Kubernetes makes for
#   system:masters does not count; that which kubeadm makes for its administrators does.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     cluster-admin may do everything, now and with everything that is installed later. In a
#     namespace it owns the namespace.
#   remediation: |
#     Bind a smaller role, or fewer subjects. To see and remove the binding:
#
#     ```sh
#     kubectl describe <kind> <name> -n <namespace>
#     kubectl delete <kind> <name> -n <namespace>
#     ```
#   impact: |
#     Whoever works through the binding loses access; find them in the audit log first.
#   fix: {set: <role with the rights that are needed>}
#   resource_types: [k8s_object]
#   kinds: [RoleBinding, ClusterRoleBinding]
package rules.rbac.cluster_admin

import data.lib.rbac
import data.lib.verdict

offences := [{"path": "roleRef.name", "actual": "cluster-admin", "expected": "a smaller role", "subjects": subjects} |
	input.data.roleRef.name == "cluster-admin"
	input.data.roleRef.kind == "ClusterRole"
	not own
	subjects := [rbac.subject_name(subject) | some subject in input.data.subjects]
	count(others) > 0
]

# The group of Kubernetes itself has the right anyway.
others := [subject | some subject in input.data.subjects; subject.name != "system:masters"]

own if {
	input.name == "cluster-admin"
	input.data.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
}

finding := verdict.failed_if_any(offences, []) if rbac.is_binding
