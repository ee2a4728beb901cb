# METADATA
# scope: package
# title: The API server decides by RBAC
# description: |
#   The rule `apiserver-authz-rbac` under another id, for those who choose rules by the ids of a
#   benchmark.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     See `apiserver-authz-rbac`.
#   remediation: |
#     See `apiserver-authz-rbac`.
#   impact: ""
#   resource_types: [kubernetes_master_node]
#   same_as: apiserver-authz-rbac
package rules.apiserver.rbac

finding := data.rules.apiserver.authz_rbac.finding
