# METADATA
# scope: package
# title: No custom role changes the DNS of the cluster
# description: |
#   Looks for rules that allow update or patch on ConfigMaps in kube-system, that of CoreDNS among
#   them. A rule for named objects alone does not count, nor do the roles that Kubernetes makes
#   itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: medium
#   category: RBAC
#   rationale: |
#     Who answers DNS sends every program of the cluster where he likes.
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
#       - {verbs: [update, patch], resources: [configmaps]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.coredns

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["update", "patch"], "groups": [""], "resources": ["configmaps"], "names": ["coredns"]},
]

finding := rbac.judge_role(grants) if in_reach

# In another namespace the ConfigMap is out of reach.
in_reach if input.sub_type == "ClusterRole"

in_reach if input.namespace == "kube-system"
