# METADATA
# scope: package
# title: Profiling of the scheduler is off
# description: |
#   Looks at `--profiling` and, where `--config` names a file, at `enableProfiling` in it instead,
#   because the flag is then ignored. It is on unless it is set to false.
# custom:
#   severity: low
#   category: Scheduler
#   rationale: |
#     The profiling endpoints show stacks, memory and timing of the running process, which help to
#     find a weakness, and cost time while they are read.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-scheduler.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-scheduler
#             - --profiling=false
#     ```
#
#     The kubelet restarts the scheduler by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     With `--config=<file>` set `enableProfiling: false` in that file.
#   impact: |
#     Profiles can no longer be taken.
#   fix: {match: ^--profiling$, set: false}
#   resource_types: [kubernetes_master_node]
package rules.scheduler.profiling

import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("scheduler", verdict.all_of([check]))

# With a configuration file the flag has no effect.
check := verdict.unknown(evidence, settings.document_gap("scheduler", "config")) if {
	settings.document_gap("scheduler", "config")
} else := verdict.passed(evidence) if {
	document.enableProfiling == false
} else := verdict.failed(evidence) if {
	document
} else := settings.equals("scheduler", "profiling", false)

document := settings.document("scheduler", "config")

evidence := object.union(
	settings.evidence("scheduler", "config", false),
	{"path": "enableProfiling", "actual": object.get(object.get(settings.component("scheduler").documents, "config", {}), ["content", "enableProfiling"], null)},
)
