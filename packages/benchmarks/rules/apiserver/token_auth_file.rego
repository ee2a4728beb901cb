# METADATA
# scope: package
# title: The API server takes no tokens from a file
# description: |
#   Looks whether `--token-auth-file` is given.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Tokens of such a file stand there in clear text, never expire, and change only with a
#     restart of the API server. A copy of the file is a set of lasting identities.
#   remediation: |
#     Move the users of the file to another way to authenticate (OIDC, certificates that expire),
#     then remove this line from `<file>` on each control plane node:
#
#     ```yaml
#             - --token-auth-file=...
#     ```
#   impact: |
#     Whoever still uses a token of the file is locked out.
#   fix: {remove: true}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.token_auth_file

import data.lib.settings

finding := settings.all_of("apiserver", [settings.unset("apiserver", "token-auth-file")])
