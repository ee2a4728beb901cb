# METADATA
# scope: package
# title: Security context constraints are enforced
# description: |
#   Looks for the plug-in security.openshift.io/SecurityContextConstraint among those that are on.
#   Settings come from the configuration that the operator writes and from the command line.
# custom:
#   id: ocp-scc-plugin
#   severity: critical
#   category: API server
#   rationale: |
#     Without it any pod may be privileged.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.scc_plugin

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.has("apiserver", "enable-admission-plugins", "security.openshift.io/SecurityContextConstraint"),
	settings.lacks("apiserver", "disable-admission-plugins", "security.openshift.io/SecurityContextConstraint"),
]) if input.data.distribution == "openshift"
