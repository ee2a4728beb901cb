# METADATA
# scope: package
# title: The audit policy covers what matters
# description: |
#   Reads the audit policy and looks which rule would catch each of these: Secrets, ConfigMaps,
#   token reviews, token requests, exec, attach, port forwarding and proxying into pods, RBAC
#   objects, and any write at all. Each must be caught by a rule of level Metadata or higher
#   before a rule drops it. Rules for chosen users, namespaces or names are taken to catch only
#   part and do not count, unless they drop.
# custom:
#   severity: medium
#   category: Logging
#   rationale: |
#     An audit log is worth what its policy keeps. The events listed here are those with which
#     attackers take over and hide.
#   remediation: |
#     Put these rules before those that drop events in `<file>`:
#
#     ```yaml
#     apiVersion: audit.k8s.io/v1
#     kind: Policy
#     rules:
#       - level: Metadata
#         resources:
#           - group: ""
#             resources: [secrets, configmaps, serviceaccounts/token]
#           - group: authentication.k8s.io
#             resources: [tokenreviews]
#       - level: Metadata
#     ```
#   impact: |
#     More events are written; Metadata keeps the contents of Secrets out of the log,
#     RequestResponse does not.
#   fix: {match: ^--audit-policy-file$, set: <audit policy file that the pod mounts>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.audit_policy_coverage

import data.lib.settings
import data.lib.verdict

# What has to be caught: group, resource and verb of a request.
concerns := [
	{"name": "Secrets", "group": "", "resource": "secrets", "verb": "get"},
	{"name": "ConfigMaps", "group": "", "resource": "configmaps", "verb": "update"},
	{"name": "token reviews", "group": "authentication.k8s.io", "resource": "tokenreviews", "verb": "create"},
	{"name": "token requests", "group": "", "resource": "serviceaccounts/token", "verb": "create"},
	{"name": "exec", "group": "", "resource": "pods/exec", "verb": "create"},
	{"name": "attach", "group": "", "resource": "pods/attach", "verb": "create"},
	{"name": "port forwarding", "group": "", "resource": "pods/portforward", "verb": "create"},
	{"name": "pod proxy", "group": "", "resource": "pods/proxy", "verb": "get"},
	{"name": "service proxy", "group": "", "resource": "services/proxy", "verb": "get"},
	{"name": "roles", "group": "rbac.authorization.k8s.io", "resource": "clusterrolebindings", "verb": "create"},
	{"name": "workloads", "group": "apps", "resource": "deployments", "verb": "create"},
]

levels := {"Metadata", "Request", "RequestResponse"}

rules := settings.document("apiserver", "audit-policy-file").rules

finding := settings.finding_of("apiserver", outcome)

outcome := verdict.all_of([settings.set("apiserver", "audit-policy-file")]) if {
	not settings.is_set("apiserver", "audit-policy-file")
} else := verdict.not_seen(settings.document_gap("apiserver", "audit-policy-file")) if {
	settings.document_gap("apiserver", "audit-policy-file")
} else := verdict.not_seen("The audit policy has no list of rules.") if {
	not is_array(rules)
} else := verdict.all_of([check(concern) | some concern in concerns])

check(concern) := verdict.passed(evidence(concern, level_of(concern))) if {
	level_of(concern) in levels
} else := verdict.failed(evidence(concern, level_of(concern)))

# The first rule that matches decides; without one nothing is written.
level_of(concern) := level if {
	level := [object.get(rule, "level", "None") | some rule in rules; matches(rule, concern)][0]
} else := "None"

# A rule for part of the requests counts only against the policy, where it drops them.
matches(rule, concern) if {
	some_of(rule, "verbs", concern.verb)
	resource_matches(rule, concern)
	not is_partial(rule)
	not object.get(rule, "nonResourceURLs", [])[0]
}

is_partial(rule) if {
	some field in ["users", "userGroups", "namespaces"]
	count(rule[field]) > 0
}

is_partial(rule) if {
	some resource in rule.resources
	count(resource.resourceNames) > 0
}

some_of(rule, field, _) if count(object.get(rule, field, [])) == 0

some_of(rule, field, value) if {
	some item in rule[field]
	item in {value, "*"}
}

resource_matches(rule, _) if count(object.get(rule, "resources", [])) == 0

resource_matches(rule, concern) if {
	some entry in rule.resources
	object.get(entry, "group", "") == concern.group
	names_match(object.get(entry, "resources", []), concern.resource)
}

names_match([], _) := true

names_match(names, resource) if {
	some name in names
	name in {resource, "*", concat("/", ["*", split(resource, "/")[1]]), concat("/", [split(resource, "/")[0], "*"])}
}

names_match(names, resource) if {
	some name in names
	name in {resource, "*"}
}

evidence(concern, level) := object.union(
	settings.evidence("apiserver", "audit-policy-file", "Metadata or more"),
	{"path": concern.name, "actual": level},
)
