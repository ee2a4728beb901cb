# METADATA
# scope: package
# title: Callers without credentials may do little on OpenShift
# description: |
#   Lists what is bound to system:unauthenticated and system:anonymous. OpenShift needs some of it
#   for logging in, so a person judges.
# custom:
#   id: ocp-anonymous-authorized
#   severity: high
#   category: RBAC
#   rationale: |
#     Everybody who reaches the API server has what is bound here.
#   remediation: |
#     ```sh
#     oc get clusterrolebindings,rolebindings --all-namespaces -o wide | grep -E 'system:(unauthenticated|anonymous)'
#     ```
#   impact: |
#     Logging in and webhooks of builds stop working where the wrong binding goes.
#   resource_types: [kubernetes_cluster]
#   inventory: [ClusterRoleBinding, RoleBinding]
#   manual: true
package rules.openshift.anonymous_authorized

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

facts := [rbac.binding_evidence(binding, "needed without credentials") |
	some binding in array.concat(inventory.cluster_objects("ClusterRoleBinding"), inventory.namespaced_objects("RoleBinding"))
	some subject in binding.subjects
	subject.name in {"system:unauthenticated", "system:anonymous"}
]

finding := verdict.manual("Does every one of these bindings have to be open to callers without credentials?", facts) if {
	input.type == "kubernetes_cluster"
	"openshift" in data.platforms
}
