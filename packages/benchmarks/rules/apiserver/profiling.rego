# METADATA
# scope: package
# title: Profiling of the API server is off
# description: |
#   Looks at `--profiling`, which is on unless it is set to false.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     The profiling endpoints show stacks, memory and timing of the running process, which help to
#     find a weakness, and cost time while they are read.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --profiling=false
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Profiles can no longer be taken; turn it on again for the time of an analysis.
#   fix: {set: false}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.profiling

import data.lib.settings

finding := settings.all_of("apiserver", [settings.equals("apiserver", "profiling", false)])
