# METADATA
# scope: package
# title: The API server of OpenShift takes no password file
# description: |
#   Looks for `basic-auth-file`, which old versions took. Settings come from the configuration that
#   the operator writes and from the command line.
# custom:
#   id: ocp-basic-auth
#   severity: high
#   category: API server
#   rationale: |
#     A password in a file is in the clear and lasts until somebody restarts the API server.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.basic_auth

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.unset("apiserver", "basic-auth-file"),
]) if input.data.distribution == "openshift"
