# METADATA
# scope: package
# title: The number of kept dead pods is chosen
# description: |
#   Looks whether `--terminated-pod-gc-threshold` is set to a number above 0. The default of 12500
#   is not a choice and fails.
# custom:
#   severity: low
#   category: Controller manager
#   rationale: |
#     Ended pods stay in etcd until this many are there. On a small cluster the default lets them
#     fill the database; 0 never removes any.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-controller-manager.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-controller-manager
#             - --terminated-pod-gc-threshold=1000
#     ```
#
#     The kubelet restarts the controller manager by itself when the file changes; wait until it
#     answers before the next node. With kubeadm put the argument into `ClusterConfiguration` too,
#     so that an upgrade keeps it.
#   impact: |
#     Logs and status of the removed pods are gone.
#   fix: {set: "<number of ended pods to keep: number>"}
#   resource_types: [kubernetes_master_node]
package rules.kcm.terminated_pod_gc_threshold

import data.lib.settings

finding := settings.all_of("controller_manager", [
	settings.at_least("controller_manager", "terminated-pod-gc-threshold", 1),
	chosen,
])

chosen := settings.check("controller_manager", "terminated-pod-gc-threshold", "set, not left to the default", is_chosen)

default is_chosen := false

is_chosen if {
	setting := input.data.components.controller_manager.settings["terminated-pod-gc-threshold"]
	setting.source != "default"
}
