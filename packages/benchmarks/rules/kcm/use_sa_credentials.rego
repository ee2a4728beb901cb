# METADATA
# scope: package
# title: Each controller works with its own service account
# description: |
#   Looks whether `--use-service-account-credentials` is true. It is false by default.
# custom:
#   severity: medium
#   category: Controller manager
#   rationale: |
#     Otherwise all controllers act as one user that must be allowed everything that any of them
#     needs, and the audit log cannot tell them apart.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --use-service-account-credentials=true
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     None with RBAC, whose built-in roles are made for it.
#   fix: {set: true}
#   resource_types: [kubernetes_master_node]
package rules.kcm.use_sa_credentials

import data.lib.settings

finding := settings.all_of("controller_manager", [settings.equals("controller_manager", "use-service-account-credentials", true)])
