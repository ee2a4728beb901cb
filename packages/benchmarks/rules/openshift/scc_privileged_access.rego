# METADATA
# scope: package
# title: Few may use privileged security context constraints
# description: |
#   Lists the security context constraints that allow privileged containers, the host or every
#   user, with who may use them. One that everybody may use fails.
# custom:
#   id: ocp-scc-privileged-access
#   severity: high
#   category: Workloads
#   rationale: |
#     Who may use such a constraint takes a node with one pod.
#   remediation: |
#     ```sh
#     oc adm policy who-can use securitycontextconstraints <name>
#     oc adm policy remove-scc-from-group <name> <group>
#     ```
#   impact: |
#     Pods that use it no longer start.
#   resource_types: [kubernetes_cluster]
#   inventory: [SecurityContextConstraints, ClusterRole]
#   manual: true
package rules.openshift.scc_privileged_access

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

everybody := {"system:authenticated", "system:unauthenticated", "system:serviceaccounts"}

privileged := [constraint |
	some constraint in inventory.cluster_objects("SecurityContextConstraints")
	opens(constraint)
]

opens(constraint) if {
	some field in ["allowPrivilegedContainer", "allowHostPID", "allowHostIPC", "allowHostNetwork", "allowHostDirVolumePlugin"]
	constraint[field] == true
}

# Roles that let somebody use one of them, beside users and groups that it names itself.
roles(name) := sort([role.metadata.name |
	some role in inventory.cluster_objects("ClusterRole")
	some rule in rbac.rules_of(role)
	rbac.meets(rule.verbs, ["use"])
	rbac.meets(rule.apiGroups, ["security.openshift.io"])
	rbac.covers(rule.resources, "securitycontextconstraints")
	for_name(rule, name)
])

for_name(rule, _) if count(object.get(rule, "resourceNames", [])) == 0

for_name(rule, name) if name in rule.resourceNames

evidence(constraint) := {
	"path": sprintf("SecurityContextConstraints/%s", [constraint.metadata.name]),
	"actual": {
		"users": object.get(constraint, "users", []),
		"groups": object.get(constraint, "groups", []),
		"roles": roles(constraint.metadata.name),
	},
	"expected": "few users, groups and roles",
}

open_to_all := [evidence(constraint) |
	some constraint in privileged
	some group in constraint.groups
	group in everybody
]

is_openshift if {
	input.type == "kubernetes_cluster"
	"openshift" in data.platforms
}

finding := {"evaluation": "failed", "evidence": open_to_all} if {
	is_openshift
	count(open_to_all) > 0
}

finding := verdict.asked("Does everybody who may use these constraints need them?", "SecurityContextConstraints that open the node", [evidence(constraint) | some constraint in privileged]) if {
	is_openshift
	count(open_to_all) == 0
}
