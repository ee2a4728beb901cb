# METADATA
# scope: package
# title: Objects are written for API versions that exist
# description: |
#   Compares the apiVersion of an object with those that Kubernetes removed up to its version.
# custom:
#   id: outdated-api
#   severity: low
#   category: Inventory
#   rationale: |
#     An object of a removed version is refused, often long after it was written, when the cluster
#     is restored.
#   remediation: |
#     Write the object for the present version:
#
#     ```sh
#     kubectl convert -f <file> --output-version <group/version>
#     ```
#   impact: |
#     Fields may have moved.
#   fix: {set: <version that is served>}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob, Service, Ingress, NetworkPolicy, Role, ClusterRole, RoleBinding, ClusterRoleBinding, PodDisruptionBudget, PodSecurityPolicy, HorizontalPodAutoscaler, ValidatingWebhookConfiguration, MutatingWebhookConfiguration, CustomResourceDefinition, StorageClass, FlowSchema, PriorityLevelConfiguration, CSIStorageCapacity, CSIDriver, CSINode, VolumeAttachment, PriorityClass, RuntimeClass, Lease, EndpointSlice, Event, CertificateSigningRequest, APIService]
package rules.inventory.outdated_api

import data.lib.verdict
import data.lib.versions

removed_in := {"extensions/v1beta1": 22, "apps/v1beta1": 16, "apps/v1beta2": 16, "batch/v1beta1": 25, "policy/v1beta1": 25, "networking.k8s.io/v1beta1": 22, "rbac.authorization.k8s.io/v1beta1": 22, "admissionregistration.k8s.io/v1beta1": 22, "apiextensions.k8s.io/v1beta1": 22, "certificates.k8s.io/v1beta1": 22, "coordination.k8s.io/v1beta1": 22, "scheduling.k8s.io/v1beta1": 22, "storage.k8s.io/v1beta1": 27, "autoscaling/v2beta1": 25, "autoscaling/v2beta2": 26, "discovery.k8s.io/v1beta1": 25, "events.k8s.io/v1beta1": 25, "flowcontrol.apiserver.k8s.io/v1beta1": 26, "flowcontrol.apiserver.k8s.io/v1beta2": 29, "flowcontrol.apiserver.k8s.io/v1beta3": 32, "node.k8s.io/v1beta1": 25}

version := object.get(input.data, "apiVersion", null)

evidence := {"path": "apiVersion", "actual": version, "expected": "a version that is served"}

gone if versions.at_least(removed_in[version])

finding := verdict.failed_if_any([evidence | gone], [evidence]) if {
	is_string(version)
	input.type == "k8s_object"
}
