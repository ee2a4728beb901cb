# METADATA
# scope: package
# title: Profiling of the controller manager is off
# description: |
#   Looks at `--profiling`, which is on unless it is set to false.
# custom:
#   severity: low
#   category: Controller manager
#   rationale: |
#     The profiling endpoints show stacks, memory and timing of the running process, which help to
#     find a weakness, and cost time while they are read.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --profiling=false
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     Profiles can no longer be taken; turn it on again for the time of an analysis.
#   fix: {set: false}
#   resource_types: [kubernetes_master_node]
package rules.kcm.profiling

import data.lib.settings

finding := settings.all_of("controller_manager", [settings.equals("controller_manager", "profiling", false)])
