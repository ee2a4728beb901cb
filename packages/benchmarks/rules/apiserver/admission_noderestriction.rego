# METADATA
# scope: package
# title: Kubelets can change only their own node
# description: |
#   Looks whether the admission plug-in NodeRestriction is enabled. It is not among the defaults;
#   kubeadm adds it.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without it a kubelet can change other nodes and pods on them, and give its own node labels
#     that draw chosen workloads, such as those with powerful service accounts.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --enable-admission-plugins=NodeRestriction
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Kubelets may no longer set labels below node-restriction.kubernetes.io/; label nodes by an
#     administrator instead.
#   fix: {include: NodeRestriction}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_noderestriction

import data.lib.settings

finding := settings.all_of("apiserver", [settings.has("apiserver", "enable-admission-plugins", "NodeRestriction")])
