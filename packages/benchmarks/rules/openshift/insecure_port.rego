# METADATA
# scope: package
# title: The API server of OpenShift has no insecure port
# description: |
#   Looks for `insecure-port`, which old versions took: 0 or not set. Settings come from the
#   configuration that the operator writes and from the command line.
# custom:
#   id: ocp-insecure-port
#   severity: critical
#   category: API server
#   rationale: |
#     Whoever reaches the insecure port is an administrator.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.insecure_port

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.check("apiserver", "insecure-port", "0 or not set", closed),
]) if input.data.distribution == "openshift"

default closed := false

closed if settings.value("apiserver", "insecure-port") in {null, 0, "0", ""}
