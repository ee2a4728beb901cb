# METADATA
# scope: package
# title: Secrets are encrypted with a strong provider
# description: |
#   The rule `apiserver-encryption-providers` under another id, for those who choose rules by the
#   ids of a benchmark.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     See `apiserver-encryption-providers`.
#   remediation: |
#     See `apiserver-encryption-providers`.
#   impact: ""
#   resource_types: [kubernetes_master_node]
#   same_as: apiserver-encryption-providers
package rules.etcd.encryption

finding := data.rules.apiserver.encryption_providers.finding
