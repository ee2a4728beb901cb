# METADATA
# scope: package
# title: Pods get the CA of the API server
# description: |
#   Looks whether `--root-ca-file` is given. Its content is published to every namespace, and pods
#   verify the API server with it.
# custom:
#   severity: medium
#   category: Controller manager
#   rationale: |
#     Without it pods cannot verify whom they send their token to.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --root-ca-file=/etc/kubernetes/pki/ca.crt
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     None.
#   fix: {set: <file of the CA of the cluster>}
#   resource_types: [kubernetes_master_node]
package rules.kcm.root_ca_file

import data.lib.settings

finding := settings.all_of("controller_manager", [settings.set("controller_manager", "root-ca-file")])
