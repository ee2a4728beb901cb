# METADATA
# scope: package
# title: The controller manager listens on the node alone
# description: |
#   Looks whether `--bind-address` is a loopback address. The default is 0.0.0.0, every address of
#   the node. Others let an absent flag pass; this rule does not, because the port is then open to
#   the network.
# custom:
#   severity: medium
#   category: Controller manager
#   rationale: |
#     The port serves health, metrics and profiles. From outside they help to map the cluster, and
#     every flaw of the server is within reach.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --bind-address=127.0.0.1
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     Metrics can be scraped from the node alone; use an agent on the node or a proxy that
#     authenticates.
#   fix: {set: 127.0.0.1}
#   resource_types: [kubernetes_master_node]
package rules.kcm.bind_address

import data.lib.settings

finding := settings.all_of("controller_manager", [settings.loopback("controller_manager", "bind-address")])
