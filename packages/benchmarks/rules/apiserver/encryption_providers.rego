# METADATA
# scope: package
# title: Secrets are encrypted with a strong provider
# description: |
#   Reads the file of `--encryption-provider-config`. The first entry that covers Secrets (also by
#   a wildcard) must begin with kms, secretbox or aescbc, because the first provider is the one
#   that writes. aesgcm is left to a person: it is safe only with keys that are changed by a
#   program. Keys are never read.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     The list often keeps `identity` for reading old data. Where that stands first, everything
#     new is written in clear text although encryption seems to be configured.
#   remediation: |
#     Put the strong provider first in `<file>` and keep the former one behind it until all
#     Secrets were written again:
#
#     ```yaml
#     apiVersion: apiserver.config.k8s.io/v1
#     kind: EncryptionConfiguration
#     resources:
#       - resources: [secrets]
#         providers:
#           - secretbox:
#               keys:
#                 - name: key1
#                   secret: <base64 of 32 random bytes>
#           - identity: {}
#     ```
#   impact: |
#     A wrong order or a lost key makes Secrets unreadable; try it on one node first.
#   fix: {match: ^--encryption-provider-config$, set: <encryption configuration that the pod mounts>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.encryption_providers

import data.lib.settings
import data.lib.verdict

strong := {"kms", "secretbox", "aescbc"}

finding := settings.finding_of("apiserver", outcome)

outcome := verdict.all_of([settings.set("apiserver", "encryption-provider-config")]) if {
	not settings.is_set("apiserver", "encryption-provider-config")
} else := verdict.not_seen(settings.document_gap("apiserver", "encryption-provider-config")) if {
	settings.document_gap("apiserver", "encryption-provider-config")
} else := verdict.all_of([verdict.failed(evidence("no entry covers secrets"))]) if {
	count(covering) == 0
} else := verdict.all_of([verdict.passed(evidence(writer))]) if {
	writer in strong
} else := verdict.manual(
	"aesgcm is safe only if a program changes its key before 200,000 writes: does one?",
	[evidence(writer)],
) if {
	writer == "aesgcm"
} else := verdict.all_of([verdict.failed(evidence(writer))]) if {
	is_string(writer)
} else := verdict.not_seen("The file of --encryption-provider-config names no provider for secrets.")

entries := settings.document("apiserver", "encryption-provider-config").resources

covering := [entry |
	some entry in entries
	some name in entry.resources
	name in {"secrets", "*.", "*.*"}
]

# The first provider of the first entry that covers secrets encrypts what is written.
writer := [kind | some kind, _ in covering[0].providers[0]][0]

evidence(actual) := object.union(
	settings.evidence("apiserver", "encryption-provider-config", "kms, secretbox or aescbc first"),
	{"path": "resources[secrets].providers[0]", "actual": actual},
)
