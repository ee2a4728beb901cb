# METADATA
# scope: package
# title: The API server of OpenShift shares its time fairly
# description: |
#   Looks whether priority and fairness were turned off. From Kubernetes 1.29 on they cannot be.
#   Settings come from the configuration that the operator writes and from the command line.
# custom:
#   id: ocp-apf
#   severity: low
#   category: API server
#   rationale: |
#     One client that asks without end can keep all others out.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.apf

import data.lib.settings
import data.lib.verdict

finding := settings.all_of("apiserver", [
	settings.not_equal("apiserver", "enable-priority-and-fairness", false),
	gate,
]) if input.data.distribution == "openshift"

default off := false

off if input.data.components.apiserver.feature_gates.APIPriorityAndFairness.value == false

gate := verdict.failed(gate_evidence) if {
	off
} else := verdict.passed(gate_evidence)

gate_evidence := {"path": "--feature-gates", "actual": {"APIPriorityAndFairness": off == false}, "expected": {"APIPriorityAndFairness": true}}
