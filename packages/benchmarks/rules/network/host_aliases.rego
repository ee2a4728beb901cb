# METADATA
# scope: package
# title: Pods do not change /etc/hosts
# description: |
#   Looks for `hostAliases`.
# custom:
#   id: pod-host-aliases
#   severity: info
#   fix: {remove: true}
#   category: Network
#   rationale: |
#     An alias sends traffic for a name elsewhere without a trace in DNS.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       hostAliases: []
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Names have to be in DNS.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.network.host_aliases

import data.lib.pods

value := pods.get(pods.spec, ["hostAliases"])

finding := pods.judge([pods.spec_check("hostAliases", value, "none", value in [null, []])])
