# METADATA
# scope: package
# title: Service account tokens are signed with a key of their own
# description: |
#   Looks whether `--service-account-private-key-file` is given.
# custom:
#   severity: medium
#   category: Controller manager
#   rationale: |
#     The key pair for tokens can be changed by itself only if it is not shared with anything
#     else.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --service-account-private-key-file=/etc/kubernetes/pki/sa.key
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     Must fit the public key of the API server.
#   fix: {set: <file of the service account key>}
#   resource_types: [kubernetes_master_node]
package rules.kcm.sa_private_key_file

import data.lib.settings

finding := settings.all_of("controller_manager", [settings.set("controller_manager", "service-account-private-key-file")])
