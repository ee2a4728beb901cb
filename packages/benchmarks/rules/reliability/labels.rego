# METADATA
# scope: package
# title: Pods carry the recommended labels
# description: |
#   Looks for the labels of the parameter `required` on the pod template, by default
#   app.kubernetes.io/name.
# custom:
#   id: labels
#   severity: info
#   category: Reliability
#   rationale: |
#     Network policies, alerts and people find pods by labels.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     metadata:
#       labels:
#         app.kubernetes.io/name: <name>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     Selectors that match by labels may now match.
#   fix: {within: template, set: <value of the label>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: required
#       description: Names of labels that every pod carries
#       default: ["app.kubernetes.io/name"]
package rules.reliability.labels

import data.lib.parameters
import data.lib.pods

required := parameters.get("labels", "required", ["app.kubernetes.io/name"])

labels := object.get(pods.template, ["metadata", "labels"], {})

finding := pods.judge([{"ok": ok, "evidence": evidence} |
	some name in required
	value := pods.get(labels, [name])
	ok := value != null
	evidence := {"path": sprintf("metadata.labels[%s]", [name]), "actual": value, "expected": "set"}
])
