# METADATA
# scope: package
# title: No custom role speaks to kubelets
# description: |
#   Looks for rules that allow get or create on nodes/proxy. Get alone is enough to run commands,
#   over a WebSocket. A rule for named objects alone does not count, nor do the roles that
#   Kubernetes makes itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     The kubelet runs commands in every pod of its node, past admission and mostly past the audit
#     log.
#   remediation: |
#     Name what is really needed, verb by verb and resource by resource:
#
#     ```sh
#     kubectl edit <kind> <name> -n <namespace>
#     ```
#
#     Who has it now:
#
#     ```sh
#     kubectl get clusterrolebindings,rolebindings --all-namespaces -o wide | grep <name>
#     ```
#   impact: |
#     Whoever uses the right today needs a smaller one instead.
#   fix:
#     revoke:
#       - {verbs: [get, create], resources: [nodes/proxy]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.nodes_proxy

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["get", "create"], "groups": [""], "resources": ["nodes/proxy"]},
]

finding := rbac.judge_role(grants)
