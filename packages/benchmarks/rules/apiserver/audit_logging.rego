# METADATA
# scope: package
# title: The API server writes an audit log
# description: |
#   The rule `apiserver-audit-log-path` under another id, for those who choose rules by the ids of
#   a benchmark.
# custom:
#   id: audit-logging
#   severity: high
#   category: API server
#   rationale: |
#     See `apiserver-audit-log-path`.
#   remediation: |
#     See `apiserver-audit-log-path`.
#   impact: ""
#   resource_types: [kubernetes_master_node]
#   same_as: apiserver-audit-log-path
package rules.apiserver.audit_logging

finding := data.rules.apiserver.audit_log_path.finding
