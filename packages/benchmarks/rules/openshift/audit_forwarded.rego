# METADATA
# scope: package
# title: The audit log of OpenShift leaves the cluster
# description: |
#   Looks for a ClusterLogForwarder with a pipeline from audit to an output. Where there is none, a
#   person is asked, as a webhook or an agent of another maker may do the same.
# custom:
#   id: ocp-audit-forwarded
#   severity: medium
#   category: Control plane
#   rationale: |
#     Who takes the cluster can also take the log that is on it.
#   remediation: |
#     ```yaml
#     apiVersion: observability.openshift.io/v1
#     kind: ClusterLogForwarder
#     metadata:
#       name: audit
#       namespace: openshift-logging
#     spec:
#       serviceAccount:
#         name: <service-account>
#       outputs:
#         - name: archive
#           type: http
#           http:
#             url: https://<receiver>
#       pipelines:
#         - name: audit
#           inputRefs: [audit]
#           outputRefs: [archive]
#     ```
#   impact: |
#     The receiver has to hold the volume.
#   resource_types: [kubernetes_cluster]
#   inventory: [ClusterLogForwarder]
#   manual: true
package rules.openshift.audit_forwarded

import data.lib.inventory
import data.lib.verdict

forwarders := [object | some object in inventory.namespaced_objects("ClusterLogForwarder")]

forwarding := [evidence(object) |
	some object in forwarders
	some pipeline in object.spec.pipelines
	"audit" in pipeline.inputRefs
	count(pipeline.outputRefs) > 0
]

evidence(object) := {"path": sprintf("ClusterLogForwarder/%s", [object.metadata.name]), "actual": [pipeline.inputRefs | some pipeline in object.spec.pipelines], "expected": "a pipeline from audit"}

is_openshift if {
	input.type == "kubernetes_cluster"
	"openshift" in data.platforms
}

finding := {"evaluation": "passed", "evidence": forwarding} if {
	is_openshift
	count(forwarding) > 0
}

finding := verdict.asked("Where does the audit log go, beside the nodes that write it?", "ClusterLogForwarders", [evidence(object) | some object in forwarders]) if {
	is_openshift
	count(forwarding) == 0
}
