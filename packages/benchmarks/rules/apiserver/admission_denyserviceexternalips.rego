# METADATA
# scope: package
# title: Services cannot claim external addresses
# description: |
#   Looks whether the admission plug-in DenyServiceExternalIPs is enabled. It is not among the
#   defaults.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     With `spec.externalIPs` any user who may make a Service can have the nodes send traffic for
#     a foreign address to his own pods, and read it. No network policy stops that.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     New or changed Services with `externalIPs` are refused; existing ones keep working until
#     they are edited.
#   fix: {include: DenyServiceExternalIPs}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_denyserviceexternalips

import data.lib.settings

finding := settings.all_of("apiserver", [settings.has("apiserver", "enable-admission-plugins", "DenyServiceExternalIPs")])
