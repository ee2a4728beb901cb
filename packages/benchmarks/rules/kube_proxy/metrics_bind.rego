# METADATA
# scope: package
# title: The metrics of kube-proxy stay on the node
# description: |
#   Looks that the effective `metricsBindAddress` of kube-proxy is a loopback address, as it is by
#   default.
# custom:
#   severity: low
#   category: kube-proxy
#   rationale: |
#     The endpoint tells the configuration and traffic of the node to everybody, without
#     authentication.
#   remediation: |
#     Set it in the configuration, with kubeadm in the ConfigMap kube-system/kube-proxy:
#
#     ```yaml
#     metricsBindAddress: 127.0.0.1:10249
#     ```
#
#     ```sh
#     kubectl -n kube-system rollout restart daemonset kube-proxy
#     ```
#   impact: |
#     Metrics can be scraped from the node alone.
#   fix: {set: "127.0.0.1:10249"}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kube_proxy.metrics_bind

import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("proxy", outcome)

# Unset is the default, the loopback address.
outcome := verdict.all_of([settings.check("proxy", "metricsBindAddress", "a loopback address", true)]) if {
	settings.value("proxy", "metricsBindAddress") in {null, ""}
} else := verdict.all_of([settings.loopback("proxy", "metricsBindAddress")])
