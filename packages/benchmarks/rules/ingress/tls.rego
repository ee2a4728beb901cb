# METADATA
# scope: package
# title: Each Ingress has TLS
# description: |
#   Looks whether `tls` of an Ingress has an entry. An Ingress whose controller gets its
#   certificate elsewhere is not seen so.
# custom:
#   severity: medium
#   category: Network
#   rationale: |
#     Without TLS passwords and sessions cross the network in clear text.
#   remediation: |
#     ```yaml
#     spec:
#       tls:
#         - hosts: [<host>]
#           secretName: <secret>
#     ```
#   impact: |
#     Clients must use https.
#   fix: {set: [{hosts: <ingress-hosts>, secretName: <TLS secret>}]}
#   resource_types: [k8s_object]
#   kinds: [Ingress]
package rules.ingress.tls

import data.lib.verdict

tls := object.get(input.data.spec, "tls", null)

evidence := {"path": "spec.tls", "actual": has_tls, "expected": "set"}

default has_tls := false

has_tls if count(tls) > 0

finding := verdict.failed_if_any([evidence | not has_tls], [evidence]) if input.sub_type == "Ingress"
