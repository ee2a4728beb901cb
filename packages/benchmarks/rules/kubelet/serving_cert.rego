# METADATA
# scope: package
# title: The kubelet has a serving certificate that can be verified
# description: |
#   Looks whether `tlsCertFile` and `tlsPrivateKeyFile` are both set, or `serverTLSBootstrap` is
#   true, with which the kubelet gets its certificate from the cluster and has no file set.
#   Otherwise it signs one for itself.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     Nobody can verify a self-signed certificate, so whoever stands between API server and
#     kubelet can pose as the node.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     serverTLSBootstrap: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     The requests of kubelets must be approved:
#
#         kubectl certificate approve <name>
#   fix: {match: serverTLSBootstrap, set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.serving_cert

import data.lib.settings

finding := settings.finding_of("kubelet", outcome)

own := settings.all_of("kubelet", [
	settings.set("kubelet", "tlsCertFile"),
	settings.set("kubelet", "tlsPrivateKeyFile"),
])

bootstrapped := settings.all_of("kubelet", [settings.equals("kubelet", "serverTLSBootstrap", true)])

# Either way is good; otherwise what is missing for the first and the state of the second.
outcome := own if {
	own.evaluation == "passed"
} else := bootstrapped if {
	bootstrapped.evaluation == "passed"
} else := own if {
	own.evaluation == "unknown"
} else := {
	"evaluation": "failed",
	"evidence": array.concat(own.evidence, bootstrapped.evidence),
}
