# METADATA
# scope: package
# title: The API server limits the rate of events
# description: |
#   Looks whether the admission plug-in EventRateLimit is enabled. It is not among the defaults
#   and needs a configuration.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     Events are written to etcd. A workload that makes them without end can fill the database and
#     slow the API down for all.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --enable-admission-plugins=NodeRestriction,EventRateLimit
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#
#     The plug-in needs limits, named by `--admission-control-config-file`:
#
#     ```yaml
#     apiVersion: eventratelimit.admission.k8s.io/v1alpha1
#     kind: Configuration
#     limits:
#       - type: Namespace
#         qps: 50
#         burst: 100
#         cacheSize: 2000
#     ```
#   impact: |
#     Events beyond the configured rate are lost, also honest ones; choose the limits by what the
#     cluster makes in a bad hour.
#   fix:
#     - {include: EventRateLimit}
#     - {at: admission-control-config-file, set: <admission configuration with the limits>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_eventratelimit

import data.lib.settings

finding := settings.all_of("apiserver", [settings.has("apiserver", "enable-admission-plugins", "EventRateLimit")])
