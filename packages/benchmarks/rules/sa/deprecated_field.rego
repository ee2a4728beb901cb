# METADATA
# scope: package
# title: The service account is named by its present field
# description: |
#   Looks for `serviceAccount` without `serviceAccountName`. The API server copies both, so this
#   is about manifests.
# custom:
#   severity: info
#   category: Identity
#   rationale: |
#     Tools that read only the present field see the account default.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       serviceAccountName: <account>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None.
#   fix: {at: ^serviceAccountName, set: <actual>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.sa.deprecated_field

import data.lib.pods

old := pods.get(pods.spec, ["serviceAccount"])

finding := pods.judge([pods.spec_check("serviceAccount", old, "serviceAccountName", is_fine)])

default is_fine := true

is_fine := false if {
	not old in {null, ""}
	pods.get(pods.spec, ["serviceAccountName"]) in {null, ""}
}
