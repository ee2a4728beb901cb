# METADATA
# scope: package
# title: Known services that often ask for no credentials are not open
# description: |
#   Looks at Services that are open to the outside (LoadBalancer, NodePort, external addresses)
#   and carry the name of a program that in its usual installation asks for no credentials.
#   Whether this one asks has to be tried; nothing is connected to.
# custom:
#   severity: high
#   category: Network
#   rationale: |
#     Such programs are found within hours by whoever searches the network for them.
#   remediation: |
#     Try it from outside, and close it if it answers:
#
#     ```sh
#     kubectl -n <namespace> patch service <name> -p '{"spec": {"type": "ClusterIP"}}'
#     ```
#   impact: |
#     Clients outside lose access.
#   resource_types: [k8s_object]
#   kinds: [Service]
#   manual: true
package rules.service.unauthenticated

import data.lib.verdict

names := `(?i)^(kubernetes-dashboard|weave-scope|weave-scope-app|kubeflow|istio-ingressgateway-kubeflow|centraldashboard|argo-server|argo-workflows-server|workflow-controller|jupyter.*|airflow-web.*|redis.*|mongo.*|elasticsearch.*|kibana.*|etcd|prometheus.*|alertmanager.*|tensorboard.*|ray-head.*|spark-master.*)$`

is_open if input.data.spec.type in {"LoadBalancer", "NodePort"}

is_open if count(input.data.spec.externalIPs) > 0

finding := verdict.manual(
	sprintf("%v is open to the outside: does it ask for credentials?", [input.name]),
	[{"path": "spec.type", "actual": object.get(input.data.spec, "type", "ClusterIP"), "expected": "closed, or asks for credentials"}],
) if {
	input.sub_type == "Service"
	is_open
	regex.match(names, input.name)
}
