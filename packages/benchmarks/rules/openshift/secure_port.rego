# METADATA
# scope: package
# title: The API server of OpenShift serves TLS
# description: |
#   Looks at the port that it serves TLS on: not 0. Settings come from the configuration that the
#   operator writes and from the command line.
# custom:
#   id: ocp-secure-port
#   severity: critical
#   category: API server
#   rationale: |
#     Port 0 turns the secure port off.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.secure_port

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.check("apiserver", "secure-port", "not 0", served),
]) if input.data.distribution == "openshift"

default served := true

served := false if settings.value("apiserver", "secure-port") in {0, "0"}
