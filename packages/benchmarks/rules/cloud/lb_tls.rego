# METADATA
# scope: package
# title: Load balancers with HTTPS carry certificates
# description: |
#   Lists services of type LoadBalancer with what their annotations say of certificates, and asks.
#   Listeners that speak HTTP alone fail where AWS names them. What the cloud says is judged where
#   it is there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: lb-tls
#   severity: medium
#   category: Network
#   rationale: |
#     What passes a load balancer in the clear can be read and changed on the way.
#   remediation: |
#     ```sh
#     kubectl annotate service <name> -n <namespace> service.beta.kubernetes.io/aws-load-balancer-ssl-cert=<certificate>
#     ```
#   impact: |
#     Clients that speak HTTP alone no longer come through.
#   resource_types: [kubernetes_cluster, aws_eks_cluster]
#   inventory: [Service]
#   manual: true
package rules.cloud.lb_tls

import data.lib.cloud
import data.lib.inventory
import data.lib.verdict

answers := {
	"eks": {"call": "elasticloadbalancing:DescribeListeners", "expected": "a certificate on every listener that carries HTTP"},
}

facts := [{"path": sprintf("Service/%s/%s", [service.metadata.namespace, service.metadata.name]), "actual": object.get(service, ["metadata", "annotations", "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"], null), "expected": "a certificate"} |
	some service in inventory.namespaced_objects("Service")
	service.spec.type == "LoadBalancer"
]

finding := cloud.ask(answers, "Do the load balancers that carry HTTP have certificates?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["listeners"],
}[input.type]

checks := [
	cloud.check("listeners", [sprintf("%v/%v", [listener.protocol, listener.port]) | some listener in input.data.listeners; listener.protocol == "HTTP"], "no listener that speaks HTTP alone", count([1 | some listener in input.data.listeners; listener.protocol == "HTTP"]) == 0),
] if input.type == "aws_eks_cluster"
