# METADATA
# scope: package
# title: Pods run under an account of their own
# description: |
#   Looks that the service account of the pod is not default. Static pods have none and are left
#   out.
# custom:
#   severity: low
#   category: Identity
#   rationale: |
#     Rights that somebody gives to the account default go to every pod of the namespace that
#     names none.
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
#     The new account needs the rights that the pod uses.
#   fix:
#     - {set: <name>}
#     - create:
#         apiVersion: v1
#         kind: ServiceAccount
#         metadata: {name: <name>, namespace: <namespace>}
#         automountServiceAccountToken: false
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.sa.default_used

import data.lib.pods

finding := pods.judge([pods.spec_check("serviceAccountName", pods.service_account, "not default", pods.service_account != "default")]) if not pods.is_static
