# METADATA
# scope: package
# title: Nothing of users is in the namespace default
# description: |
#   Looks whether an object is in the namespace default. What Kubernetes makes there itself does
#   not count: the Service kubernetes, the ConfigMap kube-root-ca.crt and the account default. A
#   manifest that names no namespace goes where it is applied, so it passes.
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
#   fix: {set: <namespace of its own>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob, Service, ConfigMap, Ingress, PersistentVolumeClaim, Role, RoleBinding, ServiceAccount]
package rules.namespace.default_namespace

import data.lib.verdict

own := {"Service/kubernetes", "ConfigMap/kube-root-ca.crt", "ServiceAccount/default"}

name := object.get(input, "namespace", null)

evidence := {"path": "metadata.namespace", "actual": name, "expected": "not default"}

finding := verdict.failed_if_any([evidence | name == "default"], [evidence]) if {
	input.type == "k8s_object"
	not sprintf("%v/%v", [input.sub_type, input.name]) in own
}
