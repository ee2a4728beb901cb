# METADATA
# title: Roles, bindings and what they grant
# description: |
#   Which rules of a role grant something, as the RBAC authorizer would see it, aggregated roles
#   included, and which roles are the cluster's own.
package lib.rbac

import data.lib.inventory
import data.lib.selectors
import data.lib.verdict

# The roles that Kubernetes makes itself. A label alone anybody can set; the name alone too.
built_in_names := {
	"admin",
	"cluster-admin",
	"edit",
	"extension-apiserver-authentication-reader",
	"system::leader-locking-kube-controller-manager",
	"system::leader-locking-kube-scheduler",
	"system:aggregate-to-admin",
	"system:aggregate-to-edit",
	"system:aggregate-to-view",
	"system:auth-delegator",
	"system:basic-user",
	"system:certificates.k8s.io:certificatesigningrequests:nodeclient",
	"system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
	"system:certificates.k8s.io:kube-apiserver-client-approver",
	"system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
	"system:certificates.k8s.io:kubelet-serving-approver",
	"system:certificates.k8s.io:legacy-unknown-approver",
	"system:cluster-trust-bundle-discovery",
	"system:controller:attachdetach-controller",
	"system:controller:bootstrap-signer",
	"system:controller:certificate-controller",
	"system:controller:cloud-provider",
	"system:controller:clusterrole-aggregation-controller",
	"system:controller:cronjob-controller",
	"system:controller:daemon-set-controller",
	"system:controller:deployment-controller",
	"system:controller:device-taint-eviction-controller",
	"system:controller:disruption-controller",
	"system:controller:endpoint-controller",
	"system:controller:endpointslice-controller",
	"system:controller:endpointslicemirroring-controller",
	"system:controller:ephemeral-volume-controller",
	"system:controller:expand-controller",
	"system:controller:generic-garbage-collector",
	"system:controller:horizontal-pod-autoscaler",
	"system:controller:job-controller",
	"system:controller:kube-apiserver-serving-clustertrustbundle-publisher",
	"system:controller:legacy-service-account-token-cleaner",
	"system:controller:namespace-controller",
	"system:controller:node-controller",
	"system:controller:persistent-volume-binder",
	"system:controller:pod-garbage-collector",
	"system:controller:podcertificaterequestcleaner-controller",
	"system:controller:pv-protection-controller",
	"system:controller:pvc-protection-controller",
	"system:controller:replicaset-controller",
	"system:controller:replication-controller",
	"system:controller:resource-claim-controller",
	"system:controller:resourcequota-controller",
	"system:controller:root-ca-cert-publisher",
	"system:controller:route-controller",
	"system:controller:selinux-warning-controller",
	"system:controller:service-account-controller",
	"system:controller:service-cidrs-controller",
	"system:controller:service-controller",
	"system:controller:statefulset-controller",
	"system:controller:storage-version-garbage-collector",
	"system:controller:storage-version-migrator-controller",
	"system:controller:token-cleaner",
	"system:controller:ttl-after-finished-controller",
	"system:controller:ttl-controller",
	"system:controller:validatingadmissionpolicy-status-controller",
	"system:controller:volumeattributesclass-protection-controller",
	"system:csi-external-attacher",
	"system:csi-external-provisioner",
	"system:discovery",
	"system:heapster",
	"system:kube-aggregator",
	"system:kube-controller-manager",
	"system:kube-dns",
	"system:kube-scheduler",
	"system:kubelet-api-admin",
	"system:monitoring",
	"system:node",
	"system:node-bootstrapper",
	"system:node-problem-detector",
	"system:node-proxier",
	"system:persistent-volume-provisioner",
	"system:public-info-viewer",
	"system:service-account-issuer-discovery",
	"system:volume-scheduler",
	"view",
}

# Whether an object of RBAC is the cluster's own: by the label it is made with and by its name.
is_built_in(object) if {
	object.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
	object.metadata.name in built_in_names
}

is_role if input.sub_type in {"Role", "ClusterRole"}

is_binding if input.sub_type in {"RoleBinding", "ClusterRoleBinding"}

# The rules of a role: its own, and those of the roles that it aggregates, to any depth. The API
# server writes the latter into the role itself; in a manifest they are not there yet.
rules_of(role) := array.concat(own_rules(role), aggregated) if {
	role.aggregationRule.clusterRoleSelectors
	own := own_rules(role)
	reached := union({aggregation[name] | some name in graph.reachable(aggregation, {role.metadata.name})})
	aggregated := [rule |
		some other in inventory.cluster_objects("ClusterRole")
		other.metadata.name != role.metadata.name
		other.metadata.name in reached
		some rule in own_rules(other)
		not rule in own
	]
} else := own_rules(role)

# Which role aggregates which; a cycle ends where it began.
aggregation[name] contains other.metadata.name if {
	some role in array.concat(inventory.cluster_objects("ClusterRole"), [input.data | input.sub_type == "ClusterRole"])
	name := role.metadata.name
	some selector in role.aggregationRule.clusterRoleSelectors
	some other in inventory.cluster_objects("ClusterRole")
	selectors.matches(selector, object.get(other.metadata, "labels", {}))
}

own_rules(role) := role.rules if {
	is_array(role.rules)
} else := []

# The finding of a rule on a role: failed where a rule of it grants one of the grants. A grant is
# {"verbs", "groups", "resources"}; a rule for named objects alone is a small one and does not count.
judge_role(grants) := verdict.failed_if_any(offences(input.data, grants), []) if {
	is_role
	not is_built_in(input.data)
}

offences(role, grants) := [{
	"path": sprintf("rules[%d]", [i]),
	"actual": object.filter(rule, ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"]),
	"expected": "not granted",
} |
	some i, rule in rules_of(role)
	grants_any(rule, grants)
]

grants_any(rule, grants) if {
	some grant in grants
	grants_one(rule, grant)
}

grants_one(rule, grant) if {
	meets(rule.verbs, grant.verbs)
	meets(rule.apiGroups, grant.groups)
	some resource in grant.resources
	covers(rule.resources, resource)
	is_for_all(rule, grant)
}

# A rule for named objects counts only for names that are worth as much as all of them.
is_for_all(rule, _) if count(object.get(rule, "resourceNames", [])) == 0

is_for_all(rule, _) if object.get(rule, "resourceNames", null) == null

is_for_all(rule, grant) if {
	some name in rule.resourceNames
	name in object.get(grant, "names", [])
}

meets(words, wanted) if {
	some word in words
	word in ({"*"} | {item | some item in wanted})
}

# `*` covers everything, `*/scale` that part of everything; `nodes/*` and `*/*` are read as they are meant.
covers(names, resource) if {
	some name in names
	name in {"*", resource}
}

covers(names, resource) if {
	contains(resource, "/")
	parts := split(resource, "/")
	some name in names
	name in {sprintf("*/%s", [parts[1]]), sprintf("%s/*", [parts[0]]), "*/*"}
}

# Bindings ---------------------------------------------------------------------

# Bindings that give something to a service account, everywhere or in one namespace. Those that
# Kubernetes makes for every account do not count.
bindings_of(namespace, account) := array.concat(
	[{"binding": binding, "everywhere": true} |
		some binding in inventory.cluster_objects("ClusterRoleBinding")
		names_account(binding, namespace, namespace, account)
		not is_own_binding(binding)
	],
	[{"binding": binding, "everywhere": false} |
		some binding in inventory.namespaced_objects("RoleBinding")
		names_account(binding, binding.metadata.namespace, namespace, account)
		not is_own_binding(binding)
	],
)

# A binding that Kubernetes makes is called like the role that it binds.
is_own_binding(binding) if {
	is_built_in(binding)
	binding.roleRef.name == binding.metadata.name
}

names_account(binding, home, namespace, account) if {
	some subject in binding.subjects
	is_account(subject, home, namespace, account)
}

is_account(subject, _, namespace, account) if {
	subject.kind == "ServiceAccount"
	subject.name == account
	subject.namespace == namespace
}

is_account(subject, home, namespace, account) if {
	subject.kind == "ServiceAccount"
	subject.name == account
	not subject.namespace
	home == namespace
}

is_account(subject, _, namespace, account) if {
	subject.kind == "User"
	subject.name == sprintf("system:serviceaccount:%s:%s", [namespace, account])
}

# Every pod's account is in these groups.
is_account(subject, _, namespace, _) if {
	subject.kind == "Group"
	subject.name in {"system:authenticated", "system:serviceaccounts", sprintf("system:serviceaccounts:%s", [namespace])}
}

# The role that a binding names; undefined where it is not there.
role_of(binding) := role if {
	binding.roleRef.kind == "ClusterRole"
	some role in inventory.cluster_objects("ClusterRole")
	role.metadata.name == binding.roleRef.name
} else := role if {
	binding.roleRef.kind == "Role"
	some role in inventory.objects_in(binding.metadata.namespace, "Role")
	role.metadata.name == binding.roleRef.name
}

binding_evidence(binding, expected) := {
	"path": sprintf("%s/%s", [object.get(binding, "kind", "RoleBinding"), binding.metadata.name]),
	"actual": {"role": binding.roleRef.name, "subjects": [subject_name(subject) | some subject in binding.subjects]},
	"expected": expected,
}

subject_name(subject) := sprintf("%s %s/%s", [subject.kind, subject.namespace, subject.name]) if {
	is_string(subject.namespace)
} else := sprintf("%s %s", [subject.kind, subject.name])
