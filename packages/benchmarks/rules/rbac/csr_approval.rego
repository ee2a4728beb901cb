# METADATA
# scope: package
# title: No custom role approves certificates
# description: |
#   Looks for rules that allow update or patch on the approval of certificate signing requests, or
#   approve on signers. A rule for named objects alone does not count, nor do the roles that
#   Kubernetes makes itself. Roles that aggregate others are looked at with what they collect.
# custom:
#   severity: high
#   category: RBAC
#   rationale: |
#     Who approves requests can make himself a certificate for any user.
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
#       - {verbs: [update, patch], resources: [certificatesigningrequests/approval]}
#       - {verbs: [approve], resources: [signers]}
#   resource_types: [k8s_object]
#   kinds: [Role, ClusterRole]
#   inventory: [ClusterRole]
package rules.rbac.csr_approval

import data.lib.rbac

# Verbs, groups and resources, any of which together is enough.
grants := [
	{"verbs": ["update", "patch"], "groups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests/approval"]},
	{"verbs": ["approve"], "groups": ["certificates.k8s.io"], "resources": ["signers"]},
]

finding := rbac.judge_role(grants)
