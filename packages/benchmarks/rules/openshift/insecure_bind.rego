# METADATA
# scope: package
# title: The API server of OpenShift has no insecure address
# description: |
#   Looks for `insecure-bind-address`, which old versions took. Settings come from the
#   configuration that the operator writes and from the command line.
# custom:
#   id: ocp-insecure-bind
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
package rules.openshift.insecure_bind

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.unset("apiserver", "insecure-bind-address"),
]) if input.data.distribution == "openshift"
