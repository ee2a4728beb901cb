# METADATA
# title: Endpoints that are no resources
# description: Who may read paths such as /metrics and /debug/pprof, by the roles of the cluster.
package lib.endpoints

import data.lib.inventory
import data.lib.rbac
import data.lib.verdict

# Failed where callers without credentials may read one of the paths, else the question with the roles that may.
finding(paths, question) := {"evaluation": "failed", "evidence": open_ones} if {
	is_openshift
	open_ones := anonymous_roles(paths)
	count(open_ones) > 0
} else := verdict.manual(question, [role_evidence(role) | some role in readers(paths)]) if is_openshift

is_openshift if {
	input.type == "kubernetes_cluster"
	"openshift" in data.platforms
}

readers(paths) := [role |
	some role in inventory.cluster_objects("ClusterRole")
	reads_any(role, paths)
]

reads_any(role, paths) if {
	some rule in rbac.rules_of(role)
	some url in rule.nonResourceURLs
	some path in paths
	covers(url, path)
}

covers(url, path) if url == path

# A star stands at the end alone.
covers(url, path) if {
	endswith(url, "*")
	startswith(path, trim_suffix(url, "*"))
}

covers(url, path) if startswith(url, sprintf("%s/", [path]))

role_evidence(role) := {
	"path": sprintf("ClusterRole/%s", [role.metadata.name]),
	"actual": [url | some rule in rbac.rules_of(role); some url in object.get(rule, "nonResourceURLs", [])],
	"expected": "bound to those who need it",
}

anonymous_roles(paths) := [rbac.binding_evidence(binding, "not bound to callers without credentials") |
	some role in readers(paths)
	some binding in inventory.cluster_objects("ClusterRoleBinding")
	binding.roleRef.name == role.metadata.name
	some subject in binding.subjects
	subject.name in {"system:unauthenticated", "system:anonymous"}
]
