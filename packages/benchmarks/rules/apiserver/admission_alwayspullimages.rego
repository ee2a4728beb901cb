# METADATA
# scope: package
# title: Every pod proves its right to its image
# description: |
#   Looks whether the admission plug-in AlwaysPullImages is enabled. It is not among the defaults.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     An image that one tenant pulled with his secret lies on the node. Without this plug-in
#     anybody who knows its name can run it there without a secret.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --enable-admission-plugins=NodeRestriction,AlwaysPullImages
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Every start of a container asks the registry: registry outages stop pods from starting, and
#     traffic grows.
#   fix: {include: AlwaysPullImages}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_alwayspullimages

import data.lib.settings

finding := settings.all_of("apiserver", [settings.has("apiserver", "enable-admission-plugins", "AlwaysPullImages")])
