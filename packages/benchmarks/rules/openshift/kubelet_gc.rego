# METADATA
# scope: package
# title: Kubelets of OpenShift make room before a node is full
# description: |
#   Looks whether thresholds for eviction and for the removal of images are on. The defaults of the
#   kubelet are good enough; a threshold that is taken away is not.
# custom:
#   id: ocp-kubelet-gc
#   severity: medium
#   category: Kubelet
#   rationale: |
#     A full disk or memory stops every pod of the node, and logs with them.
#   remediation: |
#     ```yaml
#     apiVersion: machineconfiguration.openshift.io/v1
#     kind: KubeletConfig
#     metadata:
#       name: garbage-collection
#     spec:
#       kubeletConfig:
#         evictionHard:
#           memory.available: 500Mi
#           nodefs.available: 10%
#           nodefs.inodesFree: 5%
#           imagefs.available: 15%
#         imageGCHighThresholdPercent: 85
#         imageGCLowThresholdPercent: 80
#     ```
#   impact: |
#     Nodes restart their kubelets one by one.
#   resource_types: [kubernetes_master_node, kubernetes_worker_node]
package rules.openshift.kubelet_gc

import data.lib.settings
import data.lib.verdict

# What the kubelet goes by where its configuration says nothing.
defaults := {"imageGCHighThresholdPercent": 85, "imageGCLowThresholdPercent": 80}

finding := settings.finding_of("kubelet", verdict.all_of([
	settings.check("kubelet", "evictionHard", "not turned off", evicts),
	settings.check("kubelet", "imageGCHighThresholdPercent", "below 100, and above the low threshold", collects),
])) if input.data.distribution == "openshift"

default evicts := true

# Files give the thresholds one by one, a flag as one text.
evicts := false if {
	some name, setting in input.data.components.kubelet.settings
	startswith(name, "evictionHard.")
	setting.value in {"0", "0%", "100%"}
}

default collects := false

collects if {
	threshold("imageGCHighThresholdPercent") < 100
	threshold("imageGCLowThresholdPercent") < threshold("imageGCHighThresholdPercent")
}

threshold(name) := value if {
	value := settings.value("kubelet", name)
	is_number(value)
} else := defaults[name]
