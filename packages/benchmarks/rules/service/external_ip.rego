# METADATA
# scope: package
# title: No Service claims external addresses
# description: |
#   Looks at `externalIPs` of a Service.
# custom:
#   severity: high
#   category: Network
#   rationale: |
#     Nodes then take traffic for the addresses, whoever they belong to, and give it to the pods
#     of the Service.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> patch service <name> --type=json -p '[{"op": "remove", "path": "/spec/externalIPs"}]'
#     ```
#   impact: |
#     Clients have to use a load balancer.
#   fix: {remove: true}
#   resource_types: [k8s_object]
#   kinds: [Service]
package rules.service.external_ip

import data.lib.verdict

addresses := object.get(input.data.spec, "externalIPs", null)

evidence := {"path": "spec.externalIPs", "actual": addresses, "expected": "none"}

finding := verdict.failed_if_any([evidence | not addresses in [null, []]], [evidence]) if input.sub_type == "Service"
