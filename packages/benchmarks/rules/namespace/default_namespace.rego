# METADATA
# scope: package
# title: Nothing of users is in the namespace default
# description: |
#   Looks whether a workload is in the namespace default.
# custom:
#   id: default-namespace
#   severity: low
#   category: Namespaces
#   rationale: |
#     The namespace default has no owner, no quota and no policy; what is there is there by
#     mistake.
#   remediation: |
#     Put it into a namespace of its own:
#
#     ```sh
#     kubectl create namespace <new namespace>
#     kubectl -n default get <kind> <name> -o yaml
#     ```
#   impact: |
#     Addresses of Services contain the namespace and change.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.namespace.default_namespace

import data.lib.pods

# An object without a namespace goes to default when it is applied.
name := object.get(input, "namespace", null)

finding := pods.judge([{"ok": not_default, "evidence": evidence}])

evidence := {"path": "metadata.namespace", "actual": name, "expected": "not default"}

default not_default := true

not_default := false if name in {"default", "", null}
