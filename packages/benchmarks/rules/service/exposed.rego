# METADATA
# scope: package
# title: What is open to the outside
# description: |
#   Lists Services of type LoadBalancer and NodePort, Ingresses, Gateways and their routes.
# custom:
#   severity: info
#   category: Network
#   rationale: |
#     What is open to the outside is attacked first, so findings on the pods behind it weigh more.
#   remediation: |
#     Ask the owner whether it has to be open, and to whom:
#
#     ```sh
#     kubectl -n <namespace> describe <kind> <name>
#     ```
#   impact: ""
#   resource_types: [k8s_object]
#   kinds: [Service, Ingress, Gateway, HTTPRoute]
#   manual: true
package rules.service.exposed

import data.lib.verdict

evidence := {"path": "spec.type", "actual": input.data.spec.type, "expected": "meant to be open"} if {
	input.sub_type == "Service"
	input.data.spec.type in {"LoadBalancer", "NodePort"}
}

evidence := {"path": "kind", "actual": input.sub_type, "expected": "meant to be open"} if {
	input.sub_type in {"Ingress", "Gateway", "HTTPRoute"}
}

finding := verdict.manual("Is it meant to be open to the outside?", [evidence])
